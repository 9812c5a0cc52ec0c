import { NodeType } from '../snapshot/kinds.js';

interface ObjectColumns {
  readonly nodeCount: number;
  readonly nodeTypes: Uint8Array;
  readonly nodeNames: Uint32Array;
  readonly strings: { readonly count: number };
}

/**
 * The objects of a heap by class name, engine structures included, and its functions. Most queries concern a few
 * classes, so they need not visit all nodes. A counting sort: O(nodes + strings) time, 4 bytes an object or function
 * and 4 a string.
 */
export class ClassIndex {
  /** Indexes of the names of all classes that have an object, ascending. */
  readonly names: readonly number[];
  /** All functions, ascending. A shared view: do not write to it. */
  readonly closures: Uint32Array;
  /** By index of a name: the position where its objects begin. */
  readonly #starts: Uint32Array;
  readonly #objects: Uint32Array;

  constructor({ nodeCount, nodeTypes, nodeNames, strings }: ObjectColumns) {
    const starts = new Uint32Array(strings.count + 1);
    // Each loop is a function of its own: V8 optimizes a function during its first long loop, and discards that code
    // when it reaches later code that it has not seen yet.
    const closures = count(nodeCount, nodeTypes, nodeNames, starts);
    this.names = sumUp(starts);
    this.#objects = new Uint32Array(starts[strings.count]);
    this.closures = new Uint32Array(closures);
    distribute({ nodeCount, nodeTypes, nodeNames }, starts, this.#objects, this.closures);
    this.#starts = starts;
  }

  /** The objects of a class by the index of its name, ascending; none for -1. A shared view: do not write to it. */
  objectsOf(name: number): Uint32Array {
    return name < 0 ? this.#objects.subarray(0, 0) : this.#objects.subarray(this.#starts[name], this.#starts[name + 1]);
  }
}

/** Counts objects by name. @returns the number of functions */
function count(nodeCount: number, nodeTypes: Uint8Array, nodeNames: Uint32Array, counts: Uint32Array): number {
  let closures = 0;
  for (let node = 0; node < nodeCount; node += 1) {
    const type = nodeTypes[node];
    if (type === NodeType.object) counts[nodeNames[node]] += 1;
    else if (type === NodeType.closure) closures += 1;
  }
  return closures;
}

/** Turns counts per name into end positions. @returns the names that have objects */
function sumUp(counts: Uint32Array): number[] {
  const names: number[] = [];
  let end = 0;
  for (let name = 0; name < counts.length; name += 1) {
    if (counts[name] > 0) names.push(name);
    end += counts[name];
    counts[name] = end;
  }
  return names;
}

/**
 * Fills in the objects from the last to the first. This turns each end position into a start position and keeps the
 * objects ascending.
 */
function distribute(
  { nodeCount, nodeTypes, nodeNames }: Omit<ObjectColumns, 'strings'>,
  ends: Uint32Array,
  objects: Uint32Array,
  closures: Uint32Array,
): void {
  let free = closures.length;
  for (let node = nodeCount - 1; node >= 0; node -= 1) {
    const type = nodeTypes[node];
    if (type === NodeType.closure) {
      free -= 1;
      closures[free] = node;
    }
    if (type !== NodeType.object) continue;
    const place = ends[nodeNames[node]] - 1;
    ends[nodeNames[node]] = place;
    objects[place] = node;
  }
}
