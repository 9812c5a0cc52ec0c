/**
 * Our reader against `JSON.parse`, field by field, on a file that fits in a string: `node
 * bench/answers/check-reader.mjs FILE`. Prints JSON: `agrees`, and lines for people.
 */
import { readFileSync } from 'node:fs';
import { openSnapshotFile } from '../../build/modules/snapshot/byte-source.js';
import { EDGE_TYPE_BITS, EDGE_TYPE_MASK } from '../../build/modules/snapshot/columns.js';
import {
  EDGE_TYPE_BY_WIRE_NAME,
  EdgeType,
  NODE_TYPE_BY_WIRE_NAME,
  NodeType,
} from '../../build/modules/snapshot/kinds.js';
import { readSnapshot } from '../../build/modules/snapshot/read-snapshot.js';

const [file] = process.argv.slice(2);
const columns = await readSnapshot(await openSnapshotFile(file));
const { snapshot, nodes, edges, strings, locations = [] } = JSON.parse(readFileSync(file, 'utf8'));
const { meta } = snapshot;
const wrong = new Map();
const expectEqual = (what, ours, theirs) => {
  if (ours !== theirs) wrong.set(what, (wrong.get(what) ?? 0) + 1);
};

const nodeAt = Object.fromEntries(meta.node_fields.map((field, index) => [field, index]));
const edgeAt = Object.fromEntries(meta.edge_fields.map((field, index) => [field, index]));
const nodeTypes = meta.node_types[nodeAt.type].map((name) => NODE_TYPE_BY_WIRE_NAME[name] ?? NodeType.other);
const edgeTypes = meta.edge_types[edgeAt.type].map((name) => EDGE_TYPE_BY_WIRE_NAME[name] ?? EdgeType.other);
const nodeStride = meta.node_fields.length;
const edgeStride = meta.edge_fields.length;
expectEqual('number of nodes', columns.nodeCount, nodes.length / nodeStride);
expectEqual('number of edges', columns.edgeCount, edges.length / edgeStride);
expectEqual('number of strings', columns.strings.count, strings.length);
let firstEdge = 0;
for (let node = 0, at = 0; node < columns.nodeCount; node++, at += nodeStride) {
  expectEqual('types of nodes', columns.nodeTypes[node], nodeTypes[nodes[at + nodeAt.type]]);
  expectEqual('names of nodes', columns.nodeNames[node], nodes[at + nodeAt.name]);
  expectEqual('ids', columns.nodeIds[node], nodes[at + nodeAt.id]);
  expectEqual('sizes', columns.shallowSizes[node], nodes[at + nodeAt.self_size]);
  expectEqual('first edges', columns.firstEdges[node], firstEdge);
  firstEdge += nodes[at + nodeAt.edge_count];
}
for (let edge = 0, at = 0; edge < columns.edgeCount; edge++, at += edgeStride) {
  const head = columns.edgeHeads[edge];
  expectEqual('types of edges', head & EDGE_TYPE_MASK, edgeTypes[edges[at + edgeAt.type]]);
  expectEqual('targets of edges', (head >>> EDGE_TYPE_BITS) * nodeStride, edges[at + edgeAt.to_node]);
  expectEqual('names of edges', columns.edgeNames[edge], edges[at + edgeAt.name_or_index]);
}
for (let index = 0; index < strings.length; index++) {
  expectEqual('strings', columns.strings.get(index), strings[index]);
}
expectEqual('number of locations', columns.locations.count, locations.length / 4);
for (let index = 0; index < columns.locations.count; index++) {
  expectEqual('locations', columns.locations.nodes[index] * nodeStride, locations[index * 4]);
  expectEqual('locations', columns.locations.lines[index], locations[index * 4 + 2]);
}
const lines = [...wrong].map(([what, count]) => `WRONG: ${what}: ${count} differ`);
if (lines.length === 0)
  lines.push(`${columns.nodeCount} nodes, ${columns.edgeCount} edges, ${strings.length} strings: none differs`);
process.stdout.write(JSON.stringify({ agrees: wrong.size === 0, lines }));
