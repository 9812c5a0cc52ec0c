import type { HeapGraph } from '../../graph/heap-graph.js';
import { EdgeType } from '../../snapshot/kinds.js';
import { isEventName } from './dictionary-keys.js';
import type { EdgeLabel } from './edge-label.js';

/** Field in which an EventTarget of Node.js keeps its Map of listeners, by event. */
export const TARGET_EVENTS = '<symbol kEvents>';
/** Class of the links in which Node.js chains the listeners to one event. */
const LISTENER = 'Listener';
const NEXT = 'next';

/**
 * The event to whose listeners an entry of a table leads: `target[kEvents]: Map { 'abort' → { next: Listener } }`. Null for any
 * other table.
 *
 * @param table the label of the table
 */
export function eventOfEntry(graph: HeapGraph, { parts }: EdgeLabel, entry: number): string | null {
  const field = parts.at(-2);
  if (field?.kind !== 'field' || field.name !== TARGET_EVENTS) return null;
  const first = graph.follow(graph.target(entry), EdgeType.property, NEXT);
  if (first === -1 || graph.nodeName(first) !== LISTENER) return null;
  // The key lies in the slot before its value.
  const slot = Number(graph.edgeName(entry));
  const key = Number.isInteger(slot) ? graph.follow(graph.source(entry), EdgeType.internal, String(slot - 1)) : -1;
  const event = key === -1 ? '' : graph.nodeName(key);
  return isEventName(event) ? event : null;
}

/** Whether a reference only leads to the first or next listener of an event. */
export function leadsToListener(graph: HeapGraph, edge: number): boolean {
  return graph.edgeName(edge) === NEXT && graph.nodeName(graph.target(edge)) === LISTENER;
}

/** The function, or the object with `handleEvent`, that a `Listener` object of Node.js calls; -1 for any other object. */
export function listenerOf(graph: HeapGraph, node: number): number {
  return graph.nodeName(node) === LISTENER ? graph.follow(node, EdgeType.property, 'listener') : -1;
}
