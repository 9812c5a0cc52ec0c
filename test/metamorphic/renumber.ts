/** Even, so that objects of JavaScript keep odd ids and native ones even ids. */
const MASK = 0x0055_5554;

/**
 * Gives every node of a snapshot another id, the same one in every snapshot of a series: ids are exchanged among
 * each other, so that their order is another too. Names that spell an id follow.
 */
export function renumber(text: string): string {
  const file: {
    snapshot: { meta: { node_fields: string[] } };
    nodes: number[];
    strings: string[];
  } = JSON.parse(text);
  const fields = file.snapshot.meta.node_fields;
  const at = fields.indexOf('id');
  for (let start = 0; start < file.nodes.length; start += fields.length) {
    file.nodes[start + at] = renamed(file.nodes[start + at]);
  }
  file.strings = file.strings.map((string) =>
    string.includes(' pair in WeakMap (table @')
      ? string.replace(/@(\d+)/g, (_, id) => `@${renamed(Number(id))}`)
      : string,
  );
  return JSON.stringify(file);
}

function renamed(id: number): number {
  return (id ^ MASK) >>> 0;
}
