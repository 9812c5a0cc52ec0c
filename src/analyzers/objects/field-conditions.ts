import type { HeapGraph } from '../../graph/heap-graph.js';
import { readNode, readString, type Value } from '../../graph/values.js';
import type { FieldCondition } from '../../profiles/profile-schema.js';
import { followPath } from './field-path.js';

/**
 * Whether a condition of a profile holds for an object.
 *
 * @returns the value that decided, as a report would write it, or null when the condition does not hold
 */
export function checkCondition(graph: HeapGraph, node: number, condition: FieldCondition): string | null {
  const [target] = followPath(graph, node, condition.field);
  const value: Value = target === undefined ? { kind: 'absent' } : readNode(graph, target);
  const { equals, oneOf, notEquals, exists } = condition;
  const isThere = value.kind !== 'absent' && value.kind !== 'undefined' && value.kind !== 'null';
  if (exists !== undefined) {
    if (isThere !== exists) return null;
    return exists ? 'set' : 'not set';
  }
  const literal = literalOf(graph, value);
  if (notEquals !== undefined) {
    if (value.kind === 'absent' || literal === notEquals) return null;
    return literal === undefined ? 'something else' : JSON.stringify(literal);
  }
  if (literal === undefined) return null;
  const wanted = equals === undefined ? (oneOf ?? []) : [equals];
  return wanted.includes(literal) ? JSON.stringify(literal) : null;
}

/** The value as a profile would write it; undefined for what a profile cannot write. */
function literalOf(graph: HeapGraph, value: Value): boolean | number | string | null | undefined {
  switch (value.kind) {
    case 'null':
      return null;
    case 'boolean':
    case 'number':
      return value.value ?? undefined;
    case 'string':
      return readString(graph, value.node) ?? undefined;
    case 'absent':
    case 'undefined':
    case 'object':
      return undefined;
  }
}
