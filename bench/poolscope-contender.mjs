/**
 * Our counterpart to `memlab-contender.mjs`, on the built library: read one file, then
 * dominators and retained sizes, without paths and the rest of the analysis.
 *
 *   node bench/poolscope-contender.mjs FILE [ANSWERS.json]
 */
import { writeFileSync } from 'node:fs';
import { buildDominatorTree } from '../dist/graph/dominators.js';
import { HeapGraph } from '../dist/graph/heap-graph.js';
import { computeRetainedSizes } from '../dist/graph/retained-sizes.js';
import { openSnapshotFile } from '../dist/snapshot/byte-source.js';
import { NodeType } from '../dist/snapshot/kinds.js';
import { readSnapshot } from '../dist/snapshot/read-snapshot.js';
import { selectCompared } from './compared-nodes.mjs';

const [file, answersFile] = process.argv.slice(2);
const graph = new HeapGraph(await readSnapshot(await openSnapshotFile(file)));
const retainedSizes = computeRetainedSizes(graph, buildDominatorTree(graph), graph.shallowSizes);

if (answersFile !== undefined) {
  const objects = [];
  for (let node = 0; node < graph.nodeCount; node++) {
    if (graph.nodeTypes[node] !== NodeType.object) continue;
    objects.push({ name: graph.nodeName(node), id: graph.nodeIds[node], retainedBytes: retainedSizes[node] });
  }
  const answers = {
    nodeCount: graph.nodeCount,
    edgeCount: graph.edgeCount,
    retainedByRoot: retainedSizes[0],
    compared: selectCompared(objects),
  };
  writeFileSync(answersFile, JSON.stringify(answers));
}
