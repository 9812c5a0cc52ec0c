import type { LocationLayout, SnapshotLayout } from './snapshot-layout.js';

/** Size of a table of types. */
export const TYPES_BYTES = 64;
const NAMED_FLAG = 0x80;
const NO_TYPE = 0xff;
const EDGE_FIELDS = 3;
const LOCATION_FIELDS = 4;
const FEWEST_NODE_FIELDS = 5;
const MOST_NODE_FIELDS = 8;

/** Whether the fields of edges stand where the parser expects them, and their types have one digit. */
export function canParseEdges({ edges }: SnapshotLayout): boolean {
  const { stride, type, nameOrIndex, toNode, types } = edges;
  return stride === EDGE_FIELDS && type === 0 && nameOrIndex === 1 && toNode === 2 && types.length <= 10;
}

/** Whether the fields of nodes stand where the parser expects them. */
export function canParseNodes({ nodes }: SnapshotLayout): boolean {
  const { stride, type, name, id, selfSize, edgeCount, types } = nodes;
  return (
    stride >= FEWEST_NODE_FIELDS &&
    stride <= MOST_NODE_FIELDS &&
    [type, name, id, selfSize, edgeCount].every((position, index) => position === index) &&
    types.length <= TYPES_BYTES / 2
  );
}

/** Whether the fields of locations stand where the parser expects them. */
export function canParseLocations({ stride, objectIndex, scriptId, line, column }: LocationLayout): boolean {
  return stride === LOCATION_FIELDS && [objectIndex, scriptId, line, column].every((field, index) => field === index);
}

/** The table of types for the parser, by the file's type code. */
export function tableOfTypes(types: Uint8Array, isNamed: (type: number) => boolean = () => false): Uint8Array {
  const table = new Uint8Array(TYPES_BYTES).fill(NO_TYPE);
  for (const [code, type] of types.entries()) table[code] = isNamed(type) ? type | NAMED_FLAG : type;
  return table;
}
