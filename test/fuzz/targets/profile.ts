import { stringify } from 'yaml';
import { BUILTIN_PROFILES } from '../../../src/profiles/builtin-profiles.js';
import type { FuzzTarget } from '../target.js';
import { runCommand, scratchFile } from './command.js';
import { seriesText } from './snapshots.js';

const WORDS =
  'name classes pools ledgers field role kind link entry keys members via when equals oneOf notEquals exists maximum figures'.split(
    ' ',
  );

/** A profile as JSON or YAML, checked against a snapshot where it is one. */
export const profile: FuzzTarget = {
  name: 'profile',
  words: [
    ...WORDS,
    '*',
    'a.b.*',
    '&x',
    '*x',
    '!!binary',
    '!tag',
    '? ',
    '- ',
    ': ',
    '<<: *x',
    '__proto__',
    'constructor',
  ],
  seeds: () =>
    BUILTIN_PROFILES.slice(0, 6).flatMap((each) => [Buffer.from(JSON.stringify(each)), Buffer.from(stringify(each))]),
  run: async (input) => {
    const isJson = input[0] === 0x7b;
    const file = scratchFile(isJson ? 'tried.json' : 'tried.yaml', input);
    const against = input.length % 4 === 0 ? ['--against', scratchFile('0.heapsnapshot', seriesText(1)[0] ?? '')] : [];
    await runCommand(['profiles', 'check', file, ...against]);
  },
};
