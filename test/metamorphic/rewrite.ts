/** A heap snapshot as JSON, as far as its rows are moved. */
interface SnapshotFile {
  readonly snapshot: {
    readonly meta: {
      readonly node_fields: readonly string[];
      readonly edge_fields: readonly string[];
      readonly edge_types: readonly [readonly string[], ...unknown[]];
      readonly location_fields: readonly string[];
    };
  };
  nodes: number[];
  edges: number[];
  locations: number[];
  strings: string[];
  readonly [section: string]: unknown;
}

const NUMBERED = new Set(['element', 'hidden']);
/** Sections that may stand anywhere behind `snapshot`. */
const SECTIONS = ['strings', 'locations', 'samples', 'trace_tree', 'trace_function_infos', 'edges', 'nodes'];

/** The sections in another order, with a section that nobody knows, and other white space. */
export function resection(text: string): string {
  const file: SnapshotFile = JSON.parse(text);
  const others = Object.keys(file).filter((name) => name !== 'snapshot' && !SECTIONS.includes(name));
  const order = ['snapshot', 'made_by_nobody', ...SECTIONS, ...others];
  const sections = order
    .filter((name) => name in file || name === 'made_by_nobody')
    .map((name) => `\t"${name}" :\r\n  ${JSON.stringify(file[name] ?? [{ nodes: [1, 'x'] }])}`);
  return ` {${sections.join(' ,\n')} }\n`;
}

/** Every string twice in the table; nodes and edges take turns in using one or the other. */
export function doubleStrings(text: string): string {
  const file: SnapshotFile = JSON.parse(text);
  const { meta } = file.snapshot;
  const count = file.strings.length;
  let turn = 0;
  const either = (index: number): number => {
    turn += 1;
    return turn % 2 === 0 ? index : index + count;
  };
  const name = meta.node_fields.indexOf('name');
  for (let at = 0; at < file.nodes.length; at += meta.node_fields.length)
    file.nodes[at + name] = either(file.nodes[at + name] ?? 0);
  const [types] = meta.edge_types;
  const [type, label] = ['type', 'name_or_index'].map((field) => meta.edge_fields.indexOf(field));
  for (let at = 0; at < file.edges.length; at += meta.edge_fields.length)
    if (!NUMBERED.has(types[file.edges[at + type] ?? 0] ?? ''))
      file.edges[at + label] = either(file.edges[at + label] ?? 0);
  return JSON.stringify({ ...file, strings: [...file.strings, ...file.strings] });
}

/** The edges of each node in the opposite order. */
export function reverseEdges(text: string): string {
  const file: SnapshotFile = JSON.parse(text);
  const { node_fields: nodeFields, edge_fields: edgeFields } = file.snapshot.meta;
  const [stride, count] = [nodeFields.length, nodeFields.indexOf('edge_count')];
  const reversed: number[] = [];
  let first = 0;
  for (let at = 0; at < file.nodes.length; at += stride) {
    const end = first + (file.nodes[at + count] ?? 0);
    for (let edge = end - 1; edge >= first; edge -= 1)
      reversed.push(...file.edges.slice(edge * edgeFields.length, (edge + 1) * edgeFields.length));
    first = end;
  }
  return JSON.stringify({ ...file, edges: reversed });
}

/** Spells all letters of strings as escapes, which is the same JSON. */
export function escapeStrings(text: string): string {
  const file: SnapshotFile = JSON.parse(text);
  const spell = (word: string): string =>
    `"${Array.from({ length: word.length }, (_, unit) => `\\u${word.charCodeAt(unit).toString(16).padStart(4, '0')}`).join('')}"`;
  const rest = JSON.stringify({ ...file, strings: [] });
  return rest.replace('"strings":[]', () => `"strings":[${file.strings.map(spell).join(',')}]`);
}
