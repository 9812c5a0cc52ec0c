import { containerKind } from '../../graph/collection-entries.js';
import { EdgeCode } from '../../graph/edge-codes.js';
import { tableEntry } from '../../graph/entry-position.js';
import type { HeapGraph } from '../../graph/heap-graph.js';
import { EdgeType, NodeType } from '../../snapshot/kinds.js';
import { isIdentifier, isKey } from './dictionary-keys.js';

/** Longest expression that is useful to paste; the folded path shows the same. */
const MAX_EXPRESSION = 600;

/**
 * JavaScript that walks a path from `globalThis`, to paste in a console, or null where a step cannot be written: variables
 * and private fields cannot be reached from there, symbols have no spelling, and the keys of a dictionary may be secrets.
 */
export function pathExpression(graph: HeapGraph, edges: readonly number[]): string | null {
  let expression: string | null = null;
  let field = '';
  for (let at = 0; at < edges.length; at += 1) {
    const edge = edges[at];
    const target = graph.target(edge);
    if (isGlobal(graph, target) || graph.edgeCode(edge) === EdgeCode.rootShortcut) {
      expression = 'globalThis';
      continue;
    }
    if (expression === null) continue;
    const kind = tableKind(graph, edge);
    if (kind === null) {
      const step = fieldStep(graph, edge, field);
      if (step === null) return null;
      expression += step;
      field = graph.edgeType(edge) === EdgeType.property ? graph.edgeName(edge) : '';
    } else {
      // The table of a Map is not a step. A path to the table itself ends at the Map.
      at += 1;
      if (at === edges.length) return expression;
      const entry = tableEntry(graph, kind, edges[at]);
      if (entry === null) return null;
      const list: string = kind === 'set' ? expression : `${expression}.${entry.side}s()`;
      expression = `[...${list}][${entry.position}]`;
    }
    if (expression.length > MAX_EXPRESSION) return null;
  }
  return expression;
}

/** Whether a node is the global object: by its name up to Node 24; from Node 26 on by the context's reference to it. */
function isGlobal(graph: HeapGraph, node: number): boolean {
  const name = graph.nodeName(node);
  return graph.nodeType(node) === NodeType.object && (name === 'global' || name.startsWith('global '));
}

/** The kind of collection to whose table a reference leads, or null when it is any other. */
function tableKind(graph: HeapGraph, edge: number): 'map' | 'set' | null {
  if (graph.edgeType(edge) !== EdgeType.internal || graph.edgeName(edge) !== 'table') return null;
  const kind = containerKind(graph, graph.source(edge));
  return kind === 'map' || kind === 'set' ? kind : null;
}

function fieldStep(graph: HeapGraph, edge: number, field: string): string | null {
  switch (graph.edgeType(edge)) {
    case EdgeType.property: {
      const name = graph.edgeName(edge);
      if (name.startsWith('#') || name.startsWith('<symbol') || isKey(graph, graph.source(edge), name, field))
        return null;
      return isIdentifier(name) ? `.${name}` : `[${JSON.stringify(name)}]`;
    }
    case EdgeType.element:
      return `[${graph.edgeName(edge)}]`;
    default:
      return null;
  }
}
