import { createReadStream } from 'node:fs';
import { saveAnswers } from './save-answers.mjs';

/**
 * What the Memory panel of DevTools does with a file: load it, then initialize (distances, names, dominators, retained
 * sizes, statistics). The second half of the work is done in this thread too, as DevTools' own tests do it.
 */
export async function openDevtoolsSnapshot({ HeapSnapshot, HeapSnapshotLoader }, file) {
  const loader = new HeapSnapshotLoader.HeapSnapshotLoader({ sendEvent() {} });
  for await (const chunk of createReadStream(file, { encoding: 'utf8', highWaterMark: 2 ** 20 })) loader.write(chunk);
  loader.close();
  await loader.parsingComplete;
  const { port1, port2 } = new MessageChannel();
  new HeapSnapshot.SecondaryInitManager(port2);
  const snapshot = await loader.buildSnapshot(port1);
  port1.close();
  return snapshot;
}

/** @param {string} answers folder */
export function saveDevtoolsAnswers(answers, snapshot) {
  const { nodeCount, nodes, nodeFieldCount, nodeSelfSizeOffset, retainedSizes, nodeDistances } = snapshot;
  // DevTools adds the sizes of internal arrays to their owners: its dominators can only be compared with its own sizes.
  const shallowSizes = new Float64Array(nodeCount);
  for (let node = 0; node < nodeCount; node++) {
    shallowSizes[node] = nodes.getValue(node * nodeFieldCount + nodeSelfSizeOffset);
  }
  const edgeCount = snapshot.containmentEdges.length / snapshot.edgeFieldsCount;
  saveAnswers(answers, { nodeCount, edgeCount }, { retainedSizes, shallowSizes, distances: nodeDistances });
}
