import { ToolError } from '../../src/errors.js';
import type { ByteSource } from '../../src/snapshot/byte-source.js';
import type { SnapshotColumns } from '../../src/snapshot/columns.js';
import { EDGE_TYPE_BY_WIRE_NAME, EdgeType, NODE_TYPE_BY_WIRE_NAME, NodeType } from '../../src/snapshot/kinds.js';
import { readSnapshot } from '../../src/snapshot/read-snapshot.js';

/** A snapshot as JSON.parse sees it. */
export interface ParsedSnapshot {
  snapshot: {
    meta: {
      node_fields: string[];
      node_types: unknown[];
      edge_fields: string[];
      edge_types: unknown[];
      location_fields: string[];
      sample_fields: string[];
    };
    node_count: number;
    edge_count: number;
  };
  nodes: number[];
  edges: number[];
  locations: number[];
  samples: number[];
  strings: string[];
}

export function parse(text: string): ParsedSnapshot {
  return JSON.parse(text);
}

/** Text as a source that hands out chunks of `chunkSize` bytes, always in the same buffer, as a file does. */
export function textSource(text: string | Buffer, chunkSize = 2 ** 20): ByteSource {
  const bytes = Buffer.from(text);
  let consumed = 0;
  return {
    name: 'test.heapsnapshot',
    size: bytes.length,
    maxContentBytes: bytes.length,
    get bytesConsumed() {
      return consumed;
    },
    async *chunks() {
      const buffer = Buffer.alloc(Math.min(chunkSize, bytes.length));
      for (let at = 0; at < bytes.length; at += chunkSize) {
        const length = bytes.copy(buffer, 0, at, at + chunkSize);
        consumed += length;
        yield buffer.subarray(0, length);
        // As with a file, time passes between two chunks, and the buffer is used again.
        await Promise.resolve();
        buffer.fill(0xff);
      }
    },
  };
}

/** Everything in columns as plain values, to be compared with `toEqual`. */
export function toPlain(columns: SnapshotColumns) {
  const { locations, samples } = columns;
  return {
    nodeTypes: [...columns.nodeTypes],
    nodeNames: [...columns.nodeNames],
    nodeIds: [...columns.nodeIds],
    shallowSizes: [...columns.shallowSizes],
    traceNodeIds: columns.traceNodeIds === null ? null : [...columns.traceNodeIds],
    firstEdges: [...columns.firstEdges],
    edgeHeads: [...columns.edgeHeads],
    edgeNames: [...columns.edgeNames],
    locations: [...locations.nodes].map((node, i) => [
      node,
      locations.scriptIds[i],
      locations.lines[i],
      locations.columns[i],
    ]),
    samples: [...samples.timestampsUs].map((time, i) => [time, samples.lastAssignedIds[i]]),
    strings: Array.from({ length: columns.strings.count }, (_, i) => columns.strings.get(i)),
  };
}

/** The same from JSON.parse: slow and obvious. */
export function plainByJsonParse(text: string): ReturnType<typeof toPlain> {
  const { snapshot, nodes, edges, locations, samples, strings } = parse(text);
  const { meta } = snapshot;
  const nodeRows = rows(nodes, meta.node_fields);
  const edgeRows = rows(edges, meta.edge_fields);
  const traces = nodeRows.map((row) => row['trace_node_id'] ?? 0);
  const firstEdges = [0];
  for (const row of nodeRows) firstEdges.push((firstEdges.at(-1) ?? 0) + (row['edge_count'] ?? 0));
  const nodeTypes = typeNames(meta.node_types, meta.node_fields);
  const edgeTypes = typeNames(meta.edge_types, meta.edge_fields);
  return {
    nodeTypes: nodeRows.map((row) => NODE_TYPE_BY_WIRE_NAME[nodeTypes[row['type'] ?? -1] ?? ''] ?? NodeType.other),
    nodeNames: column(nodeRows, 'name'),
    nodeIds: column(nodeRows, 'id'),
    shallowSizes: column(nodeRows, 'self_size'),
    traceNodeIds: traces.some((id) => id !== 0) ? traces : null,
    firstEdges,
    edgeHeads: edgeRows.map((row) => {
      const type = EDGE_TYPE_BY_WIRE_NAME[edgeTypes[row['type'] ?? -1] ?? ''] ?? EdgeType.other;
      return ((row['to_node'] ?? 0) / meta.node_fields.length) * 16 + type;
    }),
    edgeNames: column(edgeRows, 'name_or_index'),
    locations: rows(locations, meta.location_fields).map((row) => [
      (row['object_index'] ?? 0) / meta.node_fields.length,
      row['script_id'],
      row['line'],
      row['column'],
    ]),
    samples: rows(samples, meta.sample_fields).map((row) => [row['timestamp_us'] ?? 0, row['last_assigned_id']]),
    strings,
  };
}

/** What reading the text throws; fails the test when it is no ToolError. */
export async function readingError(source: ByteSource): Promise<ToolError> {
  const outcome: unknown = await readSnapshot(source).catch((error: unknown) => error);
  if (outcome instanceof ToolError) return outcome;
  throw new Error('expected a ToolError', { cause: outcome });
}

function rows(values: readonly number[], fields: readonly string[]): Record<string, number>[] {
  return Array.from({ length: values.length / fields.length }, (_, row) =>
    Object.fromEntries(fields.map((field, i) => [field, values[row * fields.length + i] ?? Number.NaN])),
  );
}

function column(table: readonly Record<string, number>[], field: string): number[] {
  return table.map((row) => row[field] ?? Number.NaN);
}

function typeNames(types: readonly unknown[], fields: readonly string[]): readonly string[] {
  const names = types[fields.indexOf('type')];
  return Array.isArray(names) ? names.map(String) : [];
}
