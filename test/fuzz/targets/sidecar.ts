import { parseSidecar } from '../../../src/disk/capture-times.js';
import { readKeptScripts } from '../../../src/sources/kept-scripts.js';
import { mutateJson } from '../mutate-json.js';
import type { FuzzTarget } from '../target.js';
import { runCommand, scratchFile } from './command.js';
import { seriesText } from './snapshots.js';

const WORDS = [
  ...'capturedAt heapLimitBytes scripts scriptId url hash bytes sourceMapUrl inlineMap watched places entries sampled gone lines failure leases'.split(
    ' ',
  ),
  ...['/dev/zero', '../../etc/passwd', 'file:///x', '+275760-09-13T00:00:00Z', '1e21'],
];
const HASH = 'a'.repeat(64);
const SCRIPT = { scriptId: 60, url: '/app/hub.js', sourceMapUrl: null, inlineMap: false, hash: HASH, bytes: 100 };
const PLACE = { label: 'Pool.lost{}', nodeId: 5, entries: [{ ms: 1, entries: 2, quiet: false }], sampled: 3, gone: 1 };
const WATCHED = { loadMs: 1, quietMs: 1, longestMs: 1, busyMs: 1, bytes: 1, failure: null };
const FRAME = { function: 'take', file: '/app/hub.js', line: 3, column: 1 };
const LEASES = {
  by: 'attach',
  recordedMs: 5000,
  checkouts: 9,
  releases: 7,
  unseen: 0,
  kept: 0,
  classes: [{ profile: 'pg', class: 'Pool', methods: ['connect'] }],
  places: [{ frames: [FRAME], checkouts: 9 }],
  leases: [5, 71, 131].map((nodeId) => ({ nodeId, place: 0, ageMs: 4000 })),
  omittedLeases: 0,
  failure: null,
};
const SIDECAR = {
  capturedAt: '2026-01-01T00:00:00.000Z',
  heapLimitBytes: 2 ** 31,
  scripts: [SCRIPT],
  leases: LEASES,
  watched: { ...WATCHED, places: [{ ...PLACE, inPlace: true, lines: [], failure: null }] },
};

/** What lies beside a snapshot. */
export const sidecar: FuzzTarget = {
  name: 'sidecar',
  about: ['disk/capture-times', 'sources/kept-scripts'],
  words: WORDS,
  seeds: () => [Buffer.from(JSON.stringify(SIDECAR)), Buffer.from('{}')],
  mutate: (input, random, other) => mutateJson(input, other, WORDS, random),
  run: (input) => {
    const text = input.toString('utf8');
    parseSidecar(text);
    const kept = readKeptScripts('/series/1.heapsnapshot', {
      readNow: () => text,
      readPart: () => text,
      isFolder: () => true,
    });
    for (const script of kept?.scripts.slice(0, 3) ?? []) {
      kept?.readText(script);
      kept?.readMap(script.url);
    }
    return Promise.resolve();
  },
  runWhole: async (input) => {
    const files = seriesText(2).map((text, index) => scratchFile(`${index}.heapsnapshot`, text));
    scratchFile('1.heapsnapshot.json', input);
    await runCommand(['analyze', ...files, '--format', 'json', '--fail-on', 'never']);
  },
};
