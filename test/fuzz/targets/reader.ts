import { gzipSync } from 'node:zlib';

import { ToolError } from '../../../src/errors.js';
import { HeapGraph } from '../../../src/graph/heap-graph.js';
import { readSnapshot } from '../../../src/snapshot/read-snapshot.js';
import { sampleHeap } from '../../snapshot/sample-heap.js';
import type { FuzzTarget } from '../target.js';
import { memorySource } from './memory-source.js';

const SECTIONS =
  'snapshot nodes edges strings locations samples trace_function_infos trace_tree meta node_fields'.split(' ');
const FIELDS = 'type name id self_size edge_count trace_node_id name_or_index to_node node_count edge_count'.split(' ');
export const SNAPSHOT_WORDS: readonly string[] = [
  ...[...SECTIONS, ...FIELDS].map((word) => `"${word}"`),
  ...['system / Context', 'Object', '\\ud83d', '\\u0000', '{', '}', '[', ']', ',', ':', '"', '\\', '\n', ' '],
];

/** Bytes to columns and a graph. */
export const reader: FuzzTarget = {
  name: 'reader',
  about: ['snapshot/', 'graph/heap-graph'],
  words: SNAPSHOT_WORDS,
  seeds: () => {
    const texts = (['18', '20', '24', '26'] as const).map((version) => sampleHeap(version).toJson());
    return [...texts.map((text) => Buffer.from(text)), gzipSync(texts[1] ?? '')];
  },
  run: async (input) => {
    try {
      const graph = new HeapGraph(await readSnapshot(memorySource(input)));
      for (let node = 0; node < graph.nodeCount; node += 1) graph.nodeName(node);
      for (let edge = 0; edge < graph.edgeCount; edge += 1) graph.edgeName(edge);
    } catch (error) {
      if (!(error instanceof ToolError)) throw error;
    }
  },
};
