/**
 * memlab on one file: load it, then distances, dominators and retained sizes.
 *
 *   node bench/peers/memlab.mjs FILE [ANSWERS]
 *
 * With a folder it also leaves its answers there; that run is not measured.
 */
import { importPeer } from './import-peer.mjs';
import { saveAnswers } from './save-answers.mjs';

const { default: memlab } = await importPeer('@memlab/core');
const { analysis, config, utils } = memlab;
config.muteConsole = true;
config.errorHandling = memlab.ErrorHandling.Throw;

const [file, answers] = process.argv.slice(2);
const snapshot = await utils.getSnapshotFromFile(file, {});
analysis.preparePathFinder(snapshot);

if (answers !== undefined) {
  const nodeCount = snapshot.nodes.length;
  const retainedSizes = new Float64Array(nodeCount);
  const shallowSizes = new Float64Array(nodeCount);
  snapshot.nodes.forEach((node) => {
    retainedSizes[node.nodeIndex] = node.retainedSize;
    shallowSizes[node.nodeIndex] = node.self_size;
  });
  saveAnswers(answers, { nodeCount, edgeCount: snapshot.edges.length }, { retainedSizes, shallowSizes });
}
