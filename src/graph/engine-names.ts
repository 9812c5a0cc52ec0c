import { EdgeType } from '../snapshot/kinds.js';
import { TIMER_LINKS } from './active-timers.js';
import type { HeapGraph } from './heap-graph.js';

/**
 * References inside the engine that a reader of a path does not want to see. They retain, so they are followed, but
 * only when nothing better is left. A field of the program may also be called `map` or `code`, so there is one list for
 * properties and one for internal edges.
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
  // Timers of one duration form a chain. A neighbor on the chain keeps no timer alive that would not run anyway.
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
