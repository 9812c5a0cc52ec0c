import { EdgeType } from '../snapshot/kinds.js';
import { TIMER_LINKS } from './active-timers.js';
import type { HeapGraph } from './heap-graph.js';

/**
 * References inside the engine that a path should not show. They retain, so they are followed, but only after all others. A
 * field of the program may also be named `map` or `code`, so there is one list for properties and one for internal edges.
 */
const ENGINE_PROPERTIES = ['__proto__', 'constructor', 'prototype'];
const ENGINE_INTERNALS = [
  '__proto__',
  'map',
  'constructor',
  'prototype',
  'initial_map',
  'feedback_cell',
  'feedback_vector',
  'code',
  'shared',
  'transition_info',
  'transitions',
  'dependent_code',
  'descriptors',
  'raw_feedback_cell',
  'closure_feedback_cell_array',
  'instance_descriptors',
  'native_context',
  'prototype_info',
  'script',
  'script_or_debug_info',
  'scope_info',
  // Timers of one duration are linked. A neighbor does not keep a timer alive, which is a root anyway.
  ...TIMER_LINKS,
];

/** By the index of a name: a bit for each edge type for which the name means engine structure. */
export function markEngineNames(graph: HeapGraph): Uint8Array {
  const marks = new Uint8Array(graph.strings.count);
  const mark = (names: readonly string[], type: EdgeType): void => {
    for (const name of names) {
      const index = graph.strings.indexOf(name);
      if (index >= 0) marks[index] |= 1 << type;
    }
  };
  mark(ENGINE_PROPERTIES, EdgeType.property);
  mark(ENGINE_INTERNALS, EdgeType.internal);
  return marks;
}
