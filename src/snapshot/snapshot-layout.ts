import { MAX_NODES } from './columns.js';
import { FormatError } from './format-error.js';
import { EDGE_TYPE_BY_WIRE_NAME, EdgeType, NODE_TYPE_BY_WIRE_NAME, NodeType } from './kinds.js';

/** Where the fields of one flat array are, as positions in its rows. */
export interface NodeLayout {
  readonly stride: number;
  readonly type: number;
  readonly name: number;
  readonly id: number;
  readonly selfSize: number;
  readonly edgeCount: number;
  /** -1 when the file does not have it. */
  readonly traceNodeId: number;
  /** From the file's type codes to {@link NodeType}. */
  readonly types: Uint8Array;
}

export interface EdgeLayout {
  readonly stride: number;
  readonly type: number;
  readonly nameOrIndex: number;
  readonly toNode: number;
  /** From the file's type codes to {@link EdgeType}. */
  readonly types: Uint8Array;
}

export interface LocationLayout {
  readonly stride: number;
  readonly objectIndex: number;
  readonly scriptId: number;
  readonly line: number;
  readonly column: number;
}

export interface SampleLayout {
  readonly stride: number;
  readonly timestampUs: number;
  readonly lastAssignedId: number;
}

export interface TraceFunctionLayout {
  readonly stride: number;
  readonly name: number;
  readonly scriptName: number;
  readonly line: number;
  readonly column: number;
}

export interface TraceNodeLayout {
  readonly stride: number;
  readonly id: number;
  readonly functionIndex: number;
  /** The one field that is a list. */
  readonly children: number;
}

/** Everything that the `snapshot` section says about the rest of the file. */
export interface SnapshotLayout {
  readonly nodeCount: number;
  readonly edgeCount: number;
  readonly nodes: NodeLayout;
  readonly edges: EdgeLayout;
  /** `null` when the file does not describe its locations; they are then skipped. */
  readonly locations: LocationLayout | null;
  readonly samples: SampleLayout | null;
  readonly traceFunctions: TraceFunctionLayout | null;
  readonly traceNodes: TraceNodeLayout | null;
}

type JsonObject = Readonly<Record<string, unknown>>;

/** Most edges a snapshot may have: they are counted with 32 bits. */
export const MAX_EDGES = 2 ** 32 - 1;

/**
 * Reads the layout from the parsed value of the `snapshot` section. All positions are looked up by field name, because
 * V8 versions add, drop and move fields.
 * @throws FormatError when something needed is missing or a count is beyond what can be held
 */
export function readLayout(header: unknown): SnapshotLayout {
  if (!isObject(header)) throw fault('expected an object');
  const meta = header['meta'];
  if (!isObject(meta)) throw fault('expected an object "meta" that describes the fields');

  const nodeFields = readNames(meta, 'node_fields');
  const edgeFields = readNames(meta, 'edge_fields');
  const nodeType = position(nodeFields, 'type', 'node_fields');
  const edgeType = position(edgeFields, 'type', 'edge_fields');
  const nodeCount = readCount(header, 'node_count', MAX_NODES);
  if (nodeCount === 0) throw fault('expected at least one node, the root, but "node_count" is 0');
  return {
    nodeCount,
    edgeCount: readCount(header, 'edge_count', MAX_EDGES),
    nodes: {
      stride: nodeFields.length,
      type: nodeType,
      name: position(nodeFields, 'name', 'node_fields'),
      id: position(nodeFields, 'id', 'node_fields'),
      selfSize: position(nodeFields, 'self_size', 'node_fields'),
      edgeCount: position(nodeFields, 'edge_count', 'node_fields'),
      traceNodeId: nodeFields.indexOf('trace_node_id'),
      types: mapTypes(readTypeNames(meta, 'node_types', nodeType), NODE_TYPE_BY_WIRE_NAME, NodeType.other),
    },
    edges: {
      stride: edgeFields.length,
      type: edgeType,
      nameOrIndex: position(edgeFields, 'name_or_index', 'edge_fields'),
      toNode: position(edgeFields, 'to_node', 'edge_fields'),
      types: mapTypes(readTypeNames(meta, 'edge_types', edgeType), EDGE_TYPE_BY_WIRE_NAME, EdgeType.other),
    },
    locations: readLocationLayout(meta),
    samples: readSampleLayout(meta),
    traceFunctions: readTraceFunctionLayout(meta),
    traceNodes: readTraceNodeLayout(meta),
  };
}

function readLocationLayout(meta: JsonObject): LocationLayout | null {
  if (meta['location_fields'] === undefined) return null;
  const fields = readNames(meta, 'location_fields');
  const [objectIndex, scriptId, line, column] = ['object_index', 'script_id', 'line', 'column'].map((name) =>
    fields.indexOf(name),
  );
  if (!isPosition(objectIndex) || !isPosition(scriptId) || !isPosition(line) || !isPosition(column)) return null;
  return { stride: fields.length, objectIndex, scriptId, line, column };
}

function readSampleLayout(meta: JsonObject): SampleLayout | null {
  if (meta['sample_fields'] === undefined) return null;
  const fields = readNames(meta, 'sample_fields');
  const [timestampUs, lastAssignedId] = ['timestamp_us', 'last_assigned_id'].map((name) => fields.indexOf(name));
  if (!isPosition(timestampUs) || !isPosition(lastAssignedId)) return null;
  return { stride: fields.length, timestampUs, lastAssignedId };
}

function readTraceFunctionLayout(meta: JsonObject): TraceFunctionLayout | null {
  if (meta['trace_function_info_fields'] === undefined) return null;
  const fields = readNames(meta, 'trace_function_info_fields');
  const [name, scriptName, line, column] = ['name', 'script_name', 'line', 'column'].map((field) =>
    fields.indexOf(field),
  );
  if (!isPosition(name) || !isPosition(scriptName) || !isPosition(line) || !isPosition(column)) return null;
  return { stride: fields.length, name, scriptName, line, column };
}

function readTraceNodeLayout(meta: JsonObject): TraceNodeLayout | null {
  if (meta['trace_node_fields'] === undefined) return null;
  const fields = readNames(meta, 'trace_node_fields');
  const [id, functionIndex, children] = ['id', 'function_info_index', 'children'].map((field) => fields.indexOf(field));
  // The list of children cannot be the first field, because it marks where a row ends.
  if (!isPosition(id) || !isPosition(functionIndex) || !isPosition(children) || children === 0) return null;
  return { stride: fields.length, id, functionIndex, children };
}

function isPosition(value: number | undefined): value is number {
  return value !== undefined && value >= 0;
}

function position(fields: readonly string[], name: string, list: string): number {
  const at = fields.indexOf(name);
  if (at < 0) throw fault(`expected a field "${name}" in "meta.${list}"`);
  return at;
}

function readNames(meta: JsonObject, key: string): readonly string[] {
  const value = meta[key];
  if (!isStringArray(value) || value.length === 0) throw fault(`expected a list of field names in "meta.${key}"`);
  return value;
}

/**
 * The names of the type codes. They stand where the `type` field stands in the list of fields; the
 * list itself may be longer than that of the fields (Node 24 writes one entry too many).
 */
function readTypeNames(meta: JsonObject, key: string, typePosition: number): readonly string[] {
  const types = meta[key];
  const names = Array.isArray(types) ? types[typePosition] : undefined;
  if (!isStringArray(names)) throw fault(`expected a list of type names in "meta.${key}[${typePosition}]"`);
  return names;
}

function mapTypes(names: readonly string[], known: Readonly<Record<string, number>>, other: number): Uint8Array {
  return Uint8Array.from(names, (name) => (Object.hasOwn(known, name) ? (known[name] ?? other) : other));
}

function readCount(header: JsonObject, key: string, limit: number): number {
  const value = header[key];
  if (typeof value !== 'number' || !Number.isInteger(value) || value < 0) {
    throw fault(`expected a whole number in "${key}"`);
  }
  if (value > limit) {
    throw new FormatError('too-large', `"${key}" is ${value}, but at most ${limit} can be read`, {
      section: 'snapshot',
    });
  }
  return value;
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isStringArray(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}

function fault(message: string): FormatError {
  return new FormatError('malformed', message, { section: 'snapshot' });
}
