import {
  ANALYZE,
  DEVTOOLS,
  FIND_LEAKS,
  HEAP_PARSER,
  JSON_PARSE,
  LIBRARY,
  MEMLAB,
  TOOLKIT,
  TOOLKIT_DIFF,
} from './contenders.mjs';

/** Above this only the peers that are measured on the largest file take part: the others fail or take too long. */
const LARGE_BYTES = 2e9;
/** What analyze may take at its peak, per byte of the largest file. */
export const WANTED_PEAK_PER_BYTE = 1.25;

/**
 * Several contenders that take turns, and what is wanted of their ratios.
 *
 * @typedef {object} Match
 * @property {string} title
 * @property {{ label: string, contender: import('./contenders.mjs').Contender, files: string[] }[]} entries
 * @property {{ of: string, against: string, cpu?: number, peak?: number }[]} ratios between entries by label; figures
 *   are the most that is wanted
 */

/** @returns {Match} everybody on one file */
export function fileMatch(title, file, bytes) {
  const peers = bytes > LARGE_BYTES ? [MEMLAB, DEVTOOLS] : [MEMLAB, DEVTOOLS, TOOLKIT, HEAP_PARSER, JSON_PARSE];
  const wanted = new Map([
    [MEMLAB, { cpu: 0.12, peak: 0.33 }],
    [DEVTOOLS, { cpu: 0.12, peak: 0.33 }],
    [TOOLKIT, { cpu: 0.2, peak: 0.35 }],
    [HEAP_PARSER, { cpu: 0.2, peak: 0.2 }],
    [JSON_PARSE, {}],
  ]);
  const fitting = peers.filter(({ largestBytes = Number.POSITIVE_INFINITY }) => bytes <= largestBytes);
  const entries = [ANALYZE, LIBRARY, ...fitting].map((contender) => ({
    label: contender.name,
    contender,
    files: [file],
  }));
  const ratios = fitting.map((peer) => ({ of: ANALYZE.name, against: peer.name, ...wanted.get(peer) }));
  return { title, entries, ratios };
}

/** @returns {Match} three files of a series in which connections leak */
export function seriesMatch(title, files) {
  const [first] = files;
  const last = files[files.length - 1];
  const [three, two, one] = ['analyze, three files', 'analyze, two files', 'analyze, one file'];
  return {
    title,
    entries: [
      { label: one, contender: ANALYZE, files: [last] },
      { label: two, contender: ANALYZE, files: [first, last] },
      { label: three, contender: ANALYZE, files },
      { label: FIND_LEAKS.name, contender: FIND_LEAKS, files },
      { label: TOOLKIT_DIFF.name, contender: TOOLKIT_DIFF, files: [first, last] },
    ],
    ratios: [
      { of: three, against: FIND_LEAKS.name, cpu: 0.15, peak: 0.33 },
      { of: two, against: TOOLKIT_DIFF.name, cpu: 0.2, peak: 0.35 },
      { of: three, against: one, cpu: 1.7 },
    ],
  };
}

/** @returns {Match} what unpacking on the way costs */
export function gzipMatch(title, plain, packed) {
  const [of, against] = ['analyze, gzip', 'analyze, plain'];
  return {
    title,
    entries: [
      { label: of, contender: ANALYZE, files: [packed] },
      { label: against, contender: ANALYZE, files: [plain] },
    ],
    ratios: [{ of, against }],
  };
}
