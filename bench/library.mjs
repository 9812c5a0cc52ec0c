/**
 * Our reader, dominators and retained sizes alone, on the built library: `node bench/library.mjs FILE`. What `analyze`
 * takes beyond this is for the questions that the peers do not answer.
 */
import { buildDominatorTree } from '../build/modules/graph/dominators.js';
import { HeapGraph } from '../build/modules/graph/heap-graph.js';
import { computeRetainedSizes } from '../build/modules/graph/retained-sizes.js';
import { openSnapshotFile } from '../build/modules/snapshot/byte-source.js';
import { readSnapshot } from '../build/modules/snapshot/read-snapshot.js';

const graph = new HeapGraph(await readSnapshot(await openSnapshotFile(process.argv[2])));
computeRetainedSizes(graph, buildDominatorTree(graph), graph.shallowSizes);
