import { EdgeCode, edgeTypeOfCode } from '../../build/modules/graph/edge-codes.js';
import { EDGE_TYPE_BITS, EDGE_TYPE_MASK } from '../../build/modules/snapshot/columns.js';
import { EdgeType } from '../../build/modules/snapshot/kinds.js';

/**
 * Which edges a tool lets retain, beyond what all agree on: weak edges never do, shortcuts only from the root.
 *
 * @typedef {object} Rules
 * @property {boolean} tableKeepsValues whether a WeakMap's table keeps its values, as their keys do
 * @property {'shortcuts' | 'others' | null} programBehind edges of the root behind which the program's own objects are,
 *   which nothing outside of them then keeps; null: no such distinction
 * @property {boolean} keepsOrphans whether the root keeps what no edge keeps
 */

/** @type {Record<string, { from: Rules, steps: { why: string, rules?: Partial<Rules>, sizes?: 'file' }[] }>} */
export const RULES_OF_PEERS = {
  memlab: {
    from: { tableKeepsValues: true, programBehind: 'others', keepsOrphans: true },
    steps: [
      {
        why: 'the value in a WeakMap: kept by its key alone, not by the table too',
        rules: { tableKeepsValues: false },
      },
      { why: 'what the roots keep counts also where the program keeps it', rules: { programBehind: null } },
      { why: 'what only weak edges lead to is not kept by the root', rules: { keepsOrphans: false } },
    ],
  },
  devtools: {
    from: { tableKeepsValues: false, programBehind: 'shortcuts', keepsOrphans: true },
    steps: [
      { why: 'sizes of internal arrays stay with them, instead of moving to their owners', sizes: 'file' },
      { why: 'what the roots keep counts also where the program keeps it', rules: { programBehind: null } },
      { why: 'what only weak edges lead to is not kept by the root', rules: { keepsOrphans: false } },
    ],
  },
};

/**
 * The heap as a tool with these rules sees it: only edges that retain, as plain rows for our own dominators.
 *
 * @param {import('../../build/modules/graph/heap-graph.js').HeapGraph} graph
 * @param {Rules} rules
 */
export function graphByRules(graph, rules) {
  const { nodeCount } = graph;
  const own = rules.programBehind === null ? null : programNodes(graph, rules.programBehind);
  const entered = new Uint8Array(nodeCount);
  const kept = (source, edge) => {
    const head = graph.edgeHeads[edge];
    const target = head >>> EDGE_TYPE_BITS;
    const code = head & EDGE_TYPE_MASK;
    const type = edgeTypeOfCode(code);
    if (type === EdgeType.weak || target === source) return false;
    if (type === EdgeType.shortcut && source !== 0) return false;
    if (code === EdgeCode.ephemeronTable && !rules.tableKeepsValues) return false;
    return own === null || source === 0 || own[target] === 0 || own[source] === 1;
  };
  const outside = [];
  const firstEdges = new Uint32Array(nodeCount + 1);
  let count = 0;
  for (let node = 0; node < nodeCount; node++) {
    for (let edge = graph.firstEdges[node]; edge < graph.firstEdges[node + 1]; edge++) {
      if (!kept(node, edge)) continue;
      entered[graph.edgeHeads[edge] >>> EDGE_TYPE_BITS] = 1;
      count++;
    }
  }
  if (rules.keepsOrphans) for (let node = 1; node < nodeCount; node++) if (entered[node] === 0) outside.push(node);
  const edgeHeads = new Uint32Array(count + outside.length);
  let at = 0;
  for (let node = 0; node < nodeCount; node++) {
    for (let edge = graph.firstEdges[node]; edge < graph.firstEdges[node + 1]; edge++) {
      if (kept(node, edge)) edgeHeads[at++] = (graph.edgeHeads[edge] & ~EDGE_TYPE_MASK) >>> 0;
    }
    if (node === 0) for (const orphan of outside) edgeHeads[at++] = (orphan << EDGE_TYPE_BITS) >>> 0;
    firstEdges[node + 1] = at;
  }
  return { nodeCount, firstEdges, edgeHeads, retains: new Uint8Array(16).fill(1) };
}

/** Flags for all that is reached from the entry points, over all edges but weak ones. */
function programNodes(graph, behind) {
  const flags = new Uint8Array(graph.nodeCount);
  const open = [];
  const enter = (edge) => {
    const target = graph.edgeHeads[edge] >>> EDGE_TYPE_BITS;
    if (flags[target] === 1) return;
    flags[target] = 1;
    open.push(target);
  };
  for (let edge = graph.firstEdges[0]; edge < graph.firstEdges[1]; edge++) {
    const isShortcut = graph.edgeType(edge) === EdgeType.shortcut;
    if (isShortcut === (behind === 'shortcuts')) enter(edge);
  }
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    for (let edge = graph.firstEdges[node]; edge < graph.firstEdges[node + 1]; edge++) {
      if (graph.edgeType(edge) !== EdgeType.weak) enter(edge);
    }
  }
  return flags;
}
