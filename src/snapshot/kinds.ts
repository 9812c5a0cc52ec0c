/**
 * poolscope's own codes for node and edge types. A file's codes differ between V8 versions and are
 * mapped to these by NAME when it is read, so nothing above this layer depends on V8's numbering.
 */
export const NodeType = {
  hidden: 0,
  array: 1,
  string: 2,
  object: 3,
  code: 4,
  closure: 5,
  regexp: 6,
  number: 7,
  native: 8,
  synthetic: 9,
  consString: 10,
  slicedString: 11,
  symbol: 12,
  bigint: 13,
  objectShape: 14,
  /** Any type that this version does not know. */
  other: 15,
} as const;
export type NodeType = (typeof NodeType)[keyof typeof NodeType];

export const EdgeType = {
  context: 0,
  element: 1,
  property: 2,
  internal: 3,
  hidden: 4,
  shortcut: 5,
  weak: 6,
  /**
   * Any type that this version does not know. It retains, because ignoring an unknown reference could report live
   * objects as freed.
   */
  other: 7,
} as const;
export type EdgeType = (typeof EdgeType)[keyof typeof EdgeType];

/** V8's spelling of each node type, where it differs from ours. */
export const NODE_TYPE_BY_WIRE_NAME: Readonly<Record<string, NodeType>> = {
  hidden: NodeType.hidden,
  array: NodeType.array,
  string: NodeType.string,
  object: NodeType.object,
  code: NodeType.code,
  closure: NodeType.closure,
  regexp: NodeType.regexp,
  number: NodeType.number,
  native: NodeType.native,
  synthetic: NodeType.synthetic,
  'concatenated string': NodeType.consString,
  'sliced string': NodeType.slicedString,
  symbol: NodeType.symbol,
  bigint: NodeType.bigint,
  'object shape': NodeType.objectShape,
};

export const EDGE_TYPE_BY_WIRE_NAME: Readonly<Record<string, EdgeType>> = {
  context: EdgeType.context,
  element: EdgeType.element,
  property: EdgeType.property,
  internal: EdgeType.internal,
  hidden: EdgeType.hidden,
  shortcut: EdgeType.shortcut,
  weak: EdgeType.weak,
};

/** `element` and `hidden` edges carry a number, all others the index of a string. */
export function edgeTypeHasIndexName(type: EdgeType): boolean {
  return type === EdgeType.element || type === EdgeType.hidden;
}
