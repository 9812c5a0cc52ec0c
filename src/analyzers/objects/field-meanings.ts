import type { HeapGraph } from '../../graph/heap-graph.js';
import { type FlagMeaning, meaningOfField } from '../../profiles/vocabulary.js';

/** The meanings of field names, by index of the name. Each name is read once for a heap. */
export class FieldMeanings {
  readonly #graph: HeapGraph;
  /** 0 for a name that was not read yet, else one more than its index in {@link #meanings}. */
  readonly #codes: Uint8Array;
  readonly #meanings: FlagMeaning[] = [];

  constructor(graph: HeapGraph) {
    this.#graph = graph;
    this.#codes = new Uint8Array(graph.strings.count);
  }

  /** @param name index of the name of a property, variable or internal slot */
  of(name: number): FlagMeaning {
    const code = this.#codes[name];
    return code === 0 ? this.#ask(name) : this.#meanings[code - 1];
  }

  #ask(name: number): FlagMeaning {
    const meaning = meaningOfField(this.#graph.strings.get(name));
    if (!this.#meanings.includes(meaning)) this.#meanings.push(meaning);
    this.#codes[name] = this.#meanings.indexOf(meaning) + 1;
    return meaning;
  }
}

const meaningsOfGraph = new WeakMap<HeapGraph, FieldMeanings>();

/** The shared meanings of one heap's field names. */
export function meaningsIn(graph: HeapGraph): FieldMeanings {
  let meanings = meaningsOfGraph.get(graph);
  if (meanings === undefined) {
    meanings = new FieldMeanings(graph);
    meaningsOfGraph.set(graph, meanings);
  }
  return meanings;
}
