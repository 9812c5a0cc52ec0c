/**
 * Retained sizes of some objects that a peer named, by node id: `node bench/answers/check-objects.mjs FILE ANSWERS`.
 * Differences are only shown: it is not documented which edges retain in that tool.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildDominatorTree } from '../../build/modules/graph/dominators.js';
import { HeapGraph } from '../../build/modules/graph/heap-graph.js';
import { computeRetainedSizes } from '../../build/modules/graph/retained-sizes.js';
import { openSnapshotFile } from '../../build/modules/snapshot/byte-source.js';
import { readSnapshot } from '../../build/modules/snapshot/read-snapshot.js';

const [file, answers] = process.argv.slice(2);
const objects = JSON.parse(readFileSync(join(answers, 'objects.json'), 'utf8'));
const graph = new HeapGraph(await readSnapshot(await openSnapshotFile(file)));
const retainedSizes = computeRetainedSizes(graph, buildDominatorTree(graph), graph.shallowSizes);
const wanted = new Map(objects.map(({ id, retainedBytes }) => [id, retainedBytes]));
let found = 0;
let equal = 0;
let example = '';
for (let node = 0; node < graph.nodeCount; node++) {
  const theirs = wanted.get(graph.nodeIds[node]);
  if (theirs === undefined) continue;
  found++;
  if (theirs === retainedSizes[node]) equal++;
  else
    example ||= `, unlike @${graph.nodeIds[node]} ${graph.nodeName(node)}: ${theirs}, here ${retainedSizes[node]} bytes`;
}
const lines = [
  `of the ${wanted.size} objects it says retain most, ${found} are here, ${equal} with the same size${example}`,
];
process.stdout.write(JSON.stringify({ agrees: wanted.size > 0 && found === wanted.size, lines }));
