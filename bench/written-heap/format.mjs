/** The format of Node.js 20, as its snapshots declare it. */
export const META = {
  node_fields: ['type', 'name', 'id', 'self_size', 'edge_count', 'trace_node_id', 'detachedness'],
  node_types: [
    [
      ...['hidden', 'array', 'string', 'object', 'code', 'closure', 'regexp', 'number', 'native', 'synthetic'],
      ...['concatenated string', 'sliced string', 'symbol', 'bigint', 'object shape', 'wasm object'],
    ],
    ...['string', 'number', 'number', 'number', 'number', 'number'],
  ],
  edge_fields: ['type', 'name_or_index', 'to_node'],
  edge_types: [
    ['context', 'element', 'property', 'internal', 'hidden', 'shortcut', 'weak'],
    'string_or_number',
    'node',
  ],
  trace_function_info_fields: ['function_id', 'name', 'script_name', 'script_id', 'line', 'column'],
  trace_node_fields: ['id', 'function_info_index', 'count', 'size', 'children'],
  sample_fields: ['timestamp_us', 'last_assigned_id'],
  location_fields: ['object_index', 'script_id', 'line', 'column'],
};

export const NODE_FIELD_COUNT = META.node_fields.length;

/** Codes by name. @type {Record<string, number>} */
export const NODE_TYPE = codes(META.node_types[0]);
/** @type {Record<string, number>} */
export const EDGE_TYPE = codes(META.edge_types[0]);

/** Edges of these types carry a number, all others the index of a string. */
export function isNumbered(edgeType) {
  return edgeType === EDGE_TYPE.element || edgeType === EDGE_TYPE.hidden;
}

function codes(names) {
  return Object.fromEntries(names.map((name, code) => [name, code]));
}
