/**
 * Compares a peer's answers with ours, node by node: `node bench/answers/check-peer.mjs FILE RULES ANSWERS`. Prints
 * JSON: `agrees`, and lines for people.
 *
 * Retained sizes: our dominators, run by the peer's rules and with its shallow sizes, must give the peer's sizes for
 * every node. From there its rules are replaced by ours one by one, and the number of sizes that each replacement
 * changes is printed. The result must equal our own answer; a difference that remains unexplained is an error.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildDominatorTree } from '../../build/modules/graph/dominators.js';
import { HeapGraph } from '../../build/modules/graph/heap-graph.js';
import { computeRetainedSizes } from '../../build/modules/graph/retained-sizes.js';
import { openSnapshotFile } from '../../build/modules/snapshot/byte-source.js';
import { readSnapshot } from '../../build/modules/snapshot/read-snapshot.js';
import { devtoolsDistances } from './distances.mjs';
import { graphByRules, RULES_OF_PEERS } from './peer-rules.mjs';

const [file, rulesName, answers] = process.argv.slice(2);
const graph = new HeapGraph(await readSnapshot(await openSnapshotFile(file)));
const lines = [];
let agrees = true;
const { from, steps } = RULES_OF_PEERS[rulesName];

compareCounts(JSON.parse(readFileSync(join(answers, 'counts.json'), 'utf8')));
compareRetainedSizes();
if (existsSync(join(answers, 'distances'))) {
  expectNone('distances', countDifferences(devtoolsDistances(graph), column('distances', Int32Array)));
}
process.stdout.write(JSON.stringify({ agrees, lines }));

function compareCounts({ nodeCount, edgeCount }) {
  const same = nodeCount === graph.nodeCount && edgeCount === graph.edgeCount;
  if (!same) agrees = false;
  lines.push(
    same
      ? `${nodeCount} nodes and ${edgeCount} edges, as here`
      : `WRONG: ${nodeCount} nodes and ${edgeCount} edges, here ${graph.nodeCount} and ${graph.edgeCount}`,
  );
}

function compareRetainedSizes() {
  const theirSizes = column('shallowSizes', Float64Array);
  let rules = from;
  let sizes = theirSizes;
  let retained = retainedBy(graphByRules(graph, rules), sizes);
  expectNone('retained sizes by its own rules', countDifferences(retained, column('retainedSizes', Float64Array)));
  const before = retained;
  for (const step of steps) {
    rules = { ...rules, ...step.rules };
    if (step.sizes === 'file') sizes = graph.shallowSizes;
    const next = retainedBy(graphByRules(graph, rules), sizes);
    lines.push(`  ${countDifferences(next, retained)} change by: ${step.why}`);
    retained = next;
  }
  const ours = retainedBy(graph, graph.shallowSizes);
  expectNone('retained sizes that are left unexplained', countDifferences(retained, ours));
  lines.push(`  in all ${countDifferences(ours, before)} of ${graph.nodeCount} differ from ours for these reasons`);
}

function retainedBy(retainingGraph, sizes) {
  return computeRetainedSizes(retainingGraph, buildDominatorTree(retainingGraph), sizes);
}

function expectNone(what, count) {
  if (count > 0) agrees = false;
  lines.push(count === 0 ? `${what}: none differs` : `WRONG: ${what}: ${count} differ`);
}

function countDifferences(ours, theirs) {
  let count = 0;
  for (let node = 0; node < ours.length; node++) if (ours[node] !== theirs[node]) count++;
  return count;
}

function column(name, Column) {
  const bytes = readFileSync(join(answers, name));
  return new Column(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
}
