import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const inBench = (name) => fileURLToPath(new URL(name, import.meta.url));
const CLI = fileURLToPath(new URL('../dist/cli/main.js', import.meta.url));
/** An object per node does not fit in Node's default heap on large files. Ours gets no such flag: users pass none. */
const LARGE_HEAP = '--max-old-space-size=16000';
const REPORT = 'report.json';

/**
 * A tool in the comparison, and one thing that it does.
 *
 * @typedef {object} Contender
 * @property {string} name as in the table
 * @property {boolean} ours
 * @property {(files: string[], scratch: string, peers: string) => string[]} command what is measured, as arguments of node
 * @property {string} [answersBy] script in `peers/` that leaves its answers in a folder, when given one
 * @property {(file: string, answers: string) => string[]} [check] our script that compares them, as arguments of node
 * @property {string} [needs] package without which it cannot run
 * @property {string[]} [nodeOptions]
 * @property {number[]} [exitCodes]
 * @property {RegExp} [finding] what it prints about leaks
 * @property {number} [largestBytes] files above this are known to make it fail
 */

/** @type {Contender} */
export const ANALYZE = {
  name: 'poolscope analyze',
  ours: true,
  command: (files, scratch) => [CLI, 'analyze', ...files, '--format', 'json', '-o', join(scratch, REPORT)],
  // 1 = it found a leak, which is what some of the files are for.
  exitCodes: [0, 1],
};

/** @type {Contender} */
export const LIBRARY = { name: 'poolscope library', ours: true, command: ([file]) => [inBench('library.mjs'), file] };

/** @type {Contender} */
export const MEMLAB = {
  ...peerOnFile('memlab', 'memlab.mjs', '@memlab/core'),
  check: (file, answers) => [inBench('answers/check-peer.mjs'), file, 'memlab', answers],
};

/** @type {Contender} */
export const DEVTOOLS = {
  ...peerOnFile('DevTools worker', 'devtools.mjs', 'chrome-devtools-frontend'),
  check: (file, answers) => [inBench('answers/check-peer.mjs'), file, 'devtools', answers],
};

/** @type {Contender} */
export const TOOLKIT = {
  ...peerOnFile('heap-snapshot-toolkit', 'toolkit.mjs', 'heap-snapshot-toolkit'),
  check: (file, answers) => [inBench('answers/check-peer.mjs'), file, 'devtools', answers],
};

/** @type {Contender} */
export const HEAP_PARSER = {
  ...peerOnFile('@vscode/v8-heap-parser', 'v8-heap-parser.mjs', '@vscode/v8-heap-parser'),
  check: (file, answers) => [inBench('answers/check-objects.mjs'), file, answers],
  // Its WebAssembly has 4 GiB at most.
  largestBytes: 350e6,
};

/** @type {Contender} */
export const JSON_PARSE = {
  ...peerOnFile('JSON.parse alone', 'json-parse.mjs', null),
  // V8's longest string has 2^29 characters.
  largestBytes: 2 ** 29 - 25,
};

/** @type {Contender} */
export const FIND_LEAKS = {
  name: 'memlab find-leaks',
  ours: false,
  command: ([baseline, target, final], scratch, peers) => [
    join(peers, 'node_modules/@memlab/cli/bin/memlab.js'),
    'find-leaks',
    ...['--baseline', baseline, '--target', target, '--final', final, '--work-dir', join(scratch, 'memlab')],
  ],
  finding: /MemLab found \d+ leak\(s\)/,
  needs: 'memlab',
  // As the first line of its own script has it, with more room.
  nodeOptions: ['--expose-gc', LARGE_HEAP],
};

/** @type {Contender} */
export const TOOLKIT_DIFF = {
  name: 'heap-snapshot-toolkit diff',
  ours: false,
  command: (files) => [inBench('peers/toolkit-diff.mjs'), ...files],
  needs: 'heap-snapshot-toolkit',
  nodeOptions: [LARGE_HEAP],
};

/** @throws Error when poolscope is not built */
export function assertBuilt() {
  if (!existsSync(CLI)) throw new Error('Nothing is built yet: run `npm run build` first.');
}

/** @param {Contender} contender @param {string} peers where they are installed */
export function canRun({ needs }, peers) {
  return needs === undefined || existsSync(join(peers, 'node_modules', needs));
}

/** The report that the last run of {@link ANALYZE} left. */
export function readReport(scratch) {
  return JSON.parse(readFileSync(join(scratch, REPORT), 'utf8'));
}

/** @returns {Contender} */
function peerOnFile(name, script, needs) {
  return {
    name,
    ours: false,
    command: ([file]) => [inBench(`peers/${script}`), file],
    answersBy: inBench(`peers/${script}`),
    needs: needs ?? undefined,
    nodeOptions: [LARGE_HEAP],
  };
}
