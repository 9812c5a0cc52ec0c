import { type HeapEdge, type HeapNode, WIRE_EDGE_TYPES, WIRE_NODE_TYPES } from './heap-dsl-node.js';

/** Node.js versions whose layout of the file can be written. */
export type NodeVersion = '18' | '20' | '22' | '24' | '26';

/** What {@link writeSnapshot} needs beside the nodes. */
export interface WriteOptions {
  readonly version: NodeVersion;
  /** Script ids by file. */
  readonly scriptIds: ReadonlyMap<string, number>;
  /** (µs, last assigned id) pairs. */
  readonly samples: readonly (readonly [number, number])[];
}

/**
 * Everything that lives: reachable from the root by references that keep alive. An entry of a WeakMap keeps its value
 * only while key and table live, so the search repeats until nothing more is found.
 */
export function findReachable(root: HeapNode): Set<HeapNode> {
  const reached = new Set([root]);
  const waiting: HeapEdge[] = [];
  const open = [root];
  const reach = (node: HeapNode) => {
    if (reached.has(node)) return;
    reached.add(node);
    open.push(node);
  };
  const holds = ({ type, whileAlive }: HeapEdge) =>
    type !== 'weak' && (whileAlive?.every((other) => reached.has(other)) ?? true);
  while (open.length > 0) {
    for (let node = open.pop(); node !== undefined; node = open.pop()) {
      for (const edge of node.outgoing()) {
        if (holds(edge)) reach(edge.to);
        else if (edge.whileAlive !== undefined) waiting.push(edge);
      }
    }
    for (const edge of waiting) if (holds(edge)) reach(edge.to);
  }
  return reached;
}

/** The JSON text of a snapshot of `nodes`, the root first. Edges to anything else are left out. */
export function writeSnapshot(nodes: readonly HeapNode[], options: WriteOptions): string {
  const { version, scriptIds, samples } = options;
  const hasTraceField = Number(version) < 24 || nodes.some((node) => (node.options.traceNodeId ?? 0) !== 0);
  const nodeFields = [
    'type',
    'name',
    'id',
    'self_size',
    'edge_count',
    ...(hasTraceField ? ['trace_node_id'] : []),
    'detachedness',
  ];
  const nodeTypes =
    version === '18'
      ? WIRE_NODE_TYPES.filter((type) => type !== 'object shape')
      : [...WIRE_NODE_TYPES, ...(version === '20' ? ['wasm object'] : [])];
  // Node 24 writes one entry more than it has fields.
  const plainFields = version === '24' ? nodeFields.length : nodeFields.length - 1;
  const strings = new StringIndex();
  const ordinals = new Map(nodes.map((node, ordinal) => [node, ordinal]));
  const nodeRows: number[][] = [];
  const edgeRows: number[][] = [];
  const locations: number[][] = [];
  nodes.forEach((node, ordinal) => {
    const edges = node
      .outgoing()
      .filter(({ to, whileAlive }) => ordinals.has(to) && (whileAlive?.every((end) => ordinals.has(end)) ?? true));
    const type = nodeTypes.indexOf(version === '18' && node.type === 'object shape' ? 'hidden' : node.type);
    const { traceNodeId = 0, detachedness = 0, place } = node.options;
    nodeRows.push([
      type,
      strings.add(node.name),
      node.id,
      node.size,
      edges.length,
      ...(hasTraceField ? [traceNodeId] : []),
      detachedness,
    ]);
    for (const edge of edges) edgeRows.push(edgeRow(edge, strings, (ordinals.get(edge.to) ?? 0) * nodeFields.length));
    if (place !== undefined) {
      locations.push([ordinal * nodeFields.length, scriptIds.get(place.file) ?? 0, place.line, place.column ?? 0]);
    }
  });
  const snapshot = {
    meta: {
      node_fields: nodeFields,
      node_types: [nodeTypes, 'string', ...new Array<string>(plainFields - 1).fill('number')],
      edge_fields: ['type', 'name_or_index', 'to_node'],
      edge_types: [WIRE_EDGE_TYPES, 'string_or_number', 'node'],
      trace_function_info_fields: ['function_id', 'name', 'script_name', 'script_id', 'line', 'column'],
      trace_node_fields: ['id', 'function_info_index', 'count', 'size', 'children'],
      sample_fields: ['timestamp_us', 'last_assigned_id'],
      location_fields: ['object_index', 'script_id', 'line', 'column'],
    },
    node_count: nodeRows.length,
    edge_count: edgeRows.length,
    trace_function_count: 0,
    ...(Number(version) >= 24 ? { extra_native_bytes: 0 } : {}),
  };
  return [
    `{"snapshot":${JSON.stringify(snapshot)}`,
    `"nodes":[${rows(nodeRows)}]`,
    `"edges":[${rows(edgeRows)}]`,
    '"trace_function_infos":[]',
    '"trace_tree":[]',
    `"samples":[${rows(samples)}]`,
    `"locations":[${rows(locations)}]`,
    ...(Number(version) >= 26 ? ['"scopes":[]', '"scope_context_vars":[]', '"scope_uses":[]'] : []),
    `"strings":[${strings.texts.map(quote).join(',\n')}]}`,
  ].join(',\n');
}

function edgeRow(edge: HeapEdge, strings: StringIndex, toNode: number): number[] {
  return [
    WIRE_EDGE_TYPES.indexOf(edge.type),
    typeof edge.name === 'number' ? edge.name : strings.add(edge.name),
    toNode,
  ];
}

/** V8 puts each row on a line of its own, with the comma in front. */
function rows(values: readonly (readonly number[])[]): string {
  return values.map((row) => row.join(',')).join('\n,');
}

/** V8 escapes whatever is not ASCII. */
function quote(text: string): string {
  return JSON.stringify(text).replace(
    /[^\x20-\x7e]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

class StringIndex {
  readonly texts: string[] = ['<dummy>'];
  readonly #indexes = new Map<string, number>();

  add(text: string): number {
    const known = this.#indexes.get(text);
    if (known !== undefined) return known;
    this.#indexes.set(text, this.texts.length);
    return this.texts.push(text) - 1;
  }
}
