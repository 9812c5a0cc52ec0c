import type { Random } from './random.js';

interface Parsed {
  snapshot: { meta: { node_fields: string[]; edge_fields: string[] }; node_count: number; edge_count: number };
  nodes: number[];
  edges: number[];
  locations?: number[];
  samples?: number[];
  strings: string[];
}

const TEXTS =
  'Object Array Map Set WeakRef Timeout TimersList Pool Socket Connection closed destroyed state next idle used max size _events __proto__ constructor prototype context previous scope_info properties table elements value map shared global length 0 1 4294967295 NaN -1 1e308'.split(
    ' ',
  );
const HOSTILE = [
  '',
  '\u001b[31m',
  '<script>',
  '::error file=x::',
  '\u202e',
  '\ud83d',
  'x'.repeat(5000),
  '__proto__',
  '7 / part of key (A @1) -> value (B @3) pair in WeakMap (table @5)',
  'system / Context',
];
const NUMBERS = [0, 1, 2, 3, 255, 65_535, 2 ** 31 - 1, 2 ** 31, 2 ** 32 - 1, 2 ** 32, Number.MAX_SAFE_INTEGER];

/** Changes the graph of a snapshot a few times; it stays one that the reader accepts, most of the time. Null when it is none. */
export function mutateSnapshot(input: Buffer, random: Random): Buffer | null {
  try {
    const parsed = JSON.parse(input.toString('utf8')) as Parsed;
    for (let left = 1 << random.below(7); left > 0; left -= 1) mutateOnce(parsed, random);
    return Buffer.from(JSON.stringify(parsed));
  } catch {
    // JSON, but some part of a snapshot is missing or something else.
    return null;
  }
}

function mutateOnce({ snapshot, nodes, edges, strings, samples = [], locations = [] }: Parsed, random: Random): void {
  const nodeFields = snapshot.meta.node_fields;
  const nodeStride = nodeFields.length;
  const nodeCount = nodes.length / nodeStride;
  const node = random.below(nodeCount) * nodeStride;
  const edge = random.below(edges.length / 3) * 3;
  const setNode = (field: string, value: number): void => {
    const at = nodeFields.indexOf(field);
    if (at !== -1) nodes[node + at] = value;
  };
  switch (random.below(12)) {
    case 0:
      edges[edge + 2] = random.below(nodeCount) * nodeStride;
      break;
    case 1:
      edges[edge] = random.below(7);
      break;
    case 2:
      edges[edge + 1] = random.below(strings.length);
      break;
    case 3:
      setNode('type', random.below(15));
      break;
    case 4:
      setNode('name', random.below(strings.length));
      break;
    case 5:
      setNode(
        'id',
        random.below(4) === 0 ? random.pick(NUMBERS) % 2 ** 32 : (nodes[random.below(nodeCount) * nodeStride + 2] ?? 1),
      );
      break;
    case 6:
      setNode('self_size', random.pick(NUMBERS));
      break;
    case 7:
      strings[random.below(strings.length)] = random.pick(random.below(4) === 0 ? HOSTILE : TEXTS);
      break;
    case 8: {
      // An edge goes over to another node: the counts stay together.
      const count = nodeFields.indexOf('edge_count');
      const other = random.below(nodeCount) * nodeStride;
      if ((nodes[node + count] ?? 0) === 0) break;
      nodes[node + count] = (nodes[node + count] ?? 1) - 1;
      nodes[other + count] = (nodes[other + count] ?? 0) + 1;
      break;
    }
    case 9:
      // One reference many times, as a chain or a fan.
      for (let at = edge; at < Math.min(edges.length, edge + 60); at += 3) {
        edges[at] = edges[edge] ?? 2;
        edges[at + 1] = edges[edge + 1] ?? 0;
      }
      break;
    case 10:
      // Times and ids that run backwards, or stand still.
      if (samples.length > 1) samples[random.below(samples.length)] = random.pick(samples) + random.below(3) - 1;
      break;
    default: {
      const list = random.below(2) === 0 ? samples : locations;
      if (list.length > 0) list[random.below(list.length)] = random.pick(NUMBERS) % 2 ** 32;
    }
  }
}
