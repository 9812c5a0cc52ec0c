/**
 * memlab's share of the work on one file: load it, then distances, dominators and retained sizes.
 *
 *   node bench/memlab-contender.mjs FILE [ANSWERS.json]
 *
 * With a second argument it also writes what it found, for comparison; that run is not measured.
 */
import { writeFileSync } from 'node:fs';
import memlab from '@memlab/core';
import { selectCompared } from './compared-nodes.mjs';

const { analysis, config, utils } = memlab;
config.muteConsole = true;
config.errorHandling = memlab.ErrorHandling.Throw;

const [file, answersFile] = process.argv.slice(2);
const snapshot = await utils.getSnapshotFromFile(file, {});
analysis.preparePathFinder(snapshot);

if (answersFile !== undefined) {
  const objects = [];
  let retainedByRoot = 0;
  snapshot.nodes.forEach((node) => {
    if (node.nodeIndex === 0) retainedByRoot = node.retainedSize;
    if (node.type === 'object') objects.push({ name: node.name, id: node.id, retainedBytes: node.retainedSize });
  });
  const answers = {
    nodeCount: snapshot.nodes.length,
    edgeCount: snapshot.edges.length,
    retainedByRoot,
    compared: selectCompared(objects),
  };
  writeFileSync(answersFile, JSON.stringify(answers));
}
