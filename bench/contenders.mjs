import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const inBench = (name) => fileURLToPath(new URL(name, import.meta.url));
const CLI = fileURLToPath(new URL('../dist/cli/main.js', import.meta.url));
const REPORT = 'report.json';
const LIBRARY = fileURLToPath(new URL('../dist/graph/dominators.js', import.meta.url));

/**
 * A tool in the comparison. To add a peer: one entry here, and a script that writes answers of the same
 * shape as the others when it is given a second argument.
 *
 * @typedef {object} Contender
 * @property {string} name as in the table
 * @property {boolean} ours whether ratios are taken of it, rather than against it
 * @property {(file: string, scratch: string) => string[]} command what is measured, as arguments of node
 * @property {(file: string, answersFile: string) => string[]} [answers] what is run once more, unmeasured, to compare
 * @property {(scratch: string) => { nodeCount: number, edgeCount: number }} [counts] what its last measured run said
 * @property {string[]} [nodeOptions] ours has none: users pass none
 * @property {number[]} [exitCodes]
 */

/** @returns {Contender[]} in the order in which they take turns @throws Error when nothing is built */
export function findContenders() {
  if (!existsSync(LIBRARY)) throw new Error('Nothing is built yet: run `npm run build` first.');
  const library = inBench('poolscope-contender.mjs');
  const memlab = inBench('memlab-contender.mjs');
  const contenders = [];
  if (existsSync(CLI)) {
    contenders.push({
      name: 'poolscope analyze',
      ours: true,
      command: (file, scratch) => [CLI, 'analyze', file, '--format', 'json', '-o', join(scratch, REPORT)],
      counts: (scratch) => JSON.parse(readFileSync(join(scratch, REPORT), 'utf8')).series.snapshots.at(-1),
      // 1 = it found a leak, which is what some of the files are for.
      exitCodes: [0, 1],
    });
  }
  contenders.push(
    {
      name: 'poolscope library',
      ours: true,
      command: (file) => [library, file],
      answers: (file, answersFile) => [library, file, answersFile],
    },
    {
      name: 'memlab',
      ours: false,
      command: (file) => [memlab, file],
      answers: (file, answersFile) => [memlab, file, answersFile],
      // Its object per node does not fit in Node's default heap on large files.
      nodeOptions: ['--max-old-space-size=16000'],
    },
  );
  return contenders;
}
