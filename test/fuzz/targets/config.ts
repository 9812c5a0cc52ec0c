import { parseConfig } from '../../../src/cli/inputs/config-file.js';
import { ToolError } from '../../../src/errors.js';
import { mutateJson } from '../mutate-json.js';
import type { FuzzTarget } from '../target.js';
import { runCommand, scratchFile } from './command.js';
import { seriesText } from './snapshots.js';

const WORDS =
  '$schema profiles baseline failOn sourceRoots leak suspect never __proto__ constructor ../../etc/passwd /dev/zero \u001b[31m \u202e'.split(
    ' ',
  );

/** A configuration file, as text and as that of a run. */
export const config: FuzzTarget = {
  name: 'config',
  about: ['cli/inputs/config-'],
  words: WORDS,
  seeds: () => [
    Buffer.from(JSON.stringify({ $schema: './config.schema.json', failOn: 'suspect', sourceRoots: ['src'] })),
    Buffer.from(JSON.stringify({ profiles: ['./mine.yaml'], baseline: 'known.json' })),
    Buffer.from('\uFEFF{}'),
  ],
  mutate: (input, random, other) => mutateJson(input, other, WORDS, random),
  run: (input) => {
    try {
      parseConfig(input.toString('utf8'), 'poolscope.config.json');
    } catch (error) {
      if (!(error instanceof ToolError)) throw error;
    }
    return Promise.resolve();
  },
  runWhole: async (input) => {
    const path = scratchFile('poolscope.config.json', input);
    const [text = ''] = seriesText(1);
    await runCommand(['analyze', scratchFile('0.heapsnapshot', text), '--config', path, '--format', 'json']);
  },
};
