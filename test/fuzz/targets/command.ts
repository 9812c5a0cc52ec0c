import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { analyzeSnapshots } from '../../../src/analyze.js';
import { run } from '../../../src/cli/run.js';
import { createFakeIo } from '../../support/fake-io.js';
import { Fault } from '../target.js';

let folder = '';

/** A file with that content, in a folder that goes with the process. */
export function scratchFile(name: string, content: Buffer | string): string {
  if (folder === '') {
    folder = mkdtempSync(join(tmpdir(), 'poolscope-fuzz-'));
    process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  }
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

/** Runs the command line. @throws Fault unless it ends with an answer or one clear error */
export async function runCommand(argv: readonly string[]): Promise<void> {
  const io = createFakeIo({ argv });
  const code = await run(io, { analyze: analyzeSnapshots, version: '0.0.0' });
  const { stderr } = io.written;
  if (/internal error|does not match its own|\n {4}at /.test(stderr)) throw new Fault(stderr.split('\n', 2).join('\n'));
  if (![0, 1, 2].includes(code)) throw new Fault(`exit code ${code}`);
  if (code === 2 && !stderr.startsWith('poolscope: '))
    throw new Fault(`exit code 2, and on stderr: ${stderr.slice(0, 200)}`);
}
