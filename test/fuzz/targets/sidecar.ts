import type { FuzzTarget } from '../target.js';
import { runCommand, scratchFile } from './command.js';
import { seriesText } from './snapshots.js';

const WORDS =
  'capturedAt heapLimitBytes scripts scriptId url hash bytes sourceMapUrl inlineMap watched places entries sampled gone lines failure'.split(
    ' ',
  );
const HASH = 'a'.repeat(64);
const SCRIPT = { scriptId: 60, url: '/app/hub.js', sourceMapUrl: null, inlineMap: false, hash: HASH, bytes: 100 };
const PLACE = { label: 'Pool.lost{}', nodeId: 5, entries: [{ ms: 1, entries: 2, quiet: false }], sampled: 3, gone: 1 };
const WATCHED = { loadMs: 1, quietMs: 1, longestMs: 1, busyMs: 1, bytes: 1, failure: null };
const SIDECAR = {
  capturedAt: '2026-01-01T00:00:00.000Z',
  heapLimitBytes: 2 ** 31,
  scripts: [SCRIPT],
  watched: { ...WATCHED, places: [{ ...PLACE, inPlace: true, lines: [], failure: null }] },
};

/** What lies beside a snapshot. */
export const sidecar: FuzzTarget = {
  name: 'sidecar',
  words: [...WORDS, '/dev/zero', '../../etc/passwd', 'file:///x', '+275760-09-13T00:00:00Z', '1e21'],
  seeds: () => [Buffer.from(JSON.stringify(SIDECAR)), Buffer.from('{}')],
  run: async (input) => {
    const files = seriesText(2).map((text, index) => scratchFile(`${index}.heapsnapshot`, text));
    scratchFile('1.heapsnapshot.json', input);
    await runCommand(['analyze', ...files, '--format', 'json', '--fail-on', 'never']);
  },
};
