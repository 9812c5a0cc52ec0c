import { stringify } from 'yaml';
import { parseProfileText } from '../../../src/cli/inputs/profile-files.js';
import { ToolError } from '../../../src/errors.js';
import { BUILTIN_PROFILES } from '../../../src/profiles/builtin-profiles.js';
import { mutateJson } from '../mutate-json.js';
import type { FuzzTarget } from '../target.js';
import { runCommand, scratchFile } from './command.js';
import { seriesText } from './snapshots.js';

const WORDS = [
  ...'name classes pools ledgers field role kind link entry keys members via when equals oneOf notEquals exists maximum figures'.split(
    ' ',
  ),
  ...['*', 'a.b.*', '&x', '*x', '!!binary', '!tag', '? ', '- ', ': ', '<<: *x', '__proto__', 'constructor'],
];

/** A profile as JSON or YAML, checked against a snapshot where it is one. */
export const profile: FuzzTarget = {
  name: 'profile',
  about: ['cli/inputs/profile-files', 'profiles/'],
  words: WORDS,
  seeds: () =>
    BUILTIN_PROFILES.slice(0, 6).flatMap((each) => [Buffer.from(JSON.stringify(each)), Buffer.from(stringify(each))]),
  mutate: (input, random, other) => mutateJson(input, other, WORDS, random),
  run: async (input) => {
    try {
      await parseProfileText(input.toString('utf8'), isJson(input) ? 'tried.json' : 'tried.yaml');
    } catch (error) {
      if (!(error instanceof ToolError)) throw error;
    }
  },
  runWhole: async (input) => {
    const file = scratchFile(isJson(input) ? 'tried.json' : 'tried.yaml', input);
    const against = input.length % 4 === 0 ? ['--against', scratchFile('0.heapsnapshot', seriesText(1)[0] ?? '')] : [];
    await runCommand(['profiles', 'check', file, ...against]);
  },
};

function isJson(input: Buffer): boolean {
  return input[0] === 0x7b;
}
