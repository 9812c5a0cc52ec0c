import { NodeType } from '../snapshot/kinds.js';

interface ObjectColumns {
  readonly nodeCount: number;
  readonly nodeTypes: Uint8Array;
  readonly nodeNames: Uint32Array;
  readonly strings: { readonly count: number };
}

/**
 * The objects of a heap by the name of their class, structures of the engine included, and its functions: most questions are
 * about a few of them, and need not go over all nodes. A counting sort: O(nodes + strings) time, 4 bytes an object or
 * function and 4 a string.
 */
export class ClassIndex {
  /** Indexes of the names of all classes that have an object, ascending. */
  readonly names: readonly number[];
  /** All functions, ascending. A view of memory that all share: not to be written to. */
  readonly closures: Uint32Array;
  /** By index of a name: where its objects begin. */
  readonly #starts: Uint32Array;
  readonly #objects: Uint32Array;

  constructor({ nodeCount, nodeTypes, nodeNames, strings }: ObjectColumns) {
    const starts = new Uint32Array(strings.count + 1);
    // A loop a function: V8 compiles one that runs long at its first call, and what it has not seen of the rest is in vain.
    const closures = count(nodeCount, nodeTypes, nodeNames, starts);
    this.names = sumUp(starts);
    this.#objects = new Uint32Array(starts[strings.count]);
    this.closures = new Uint32Array(closures);
    distribute({ nodeCount, nodeTypes, nodeNames }, starts, this.#objects, this.closures);
    this.#starts = starts;
  }

  /** The objects of a class by the index of its name, ascending; none for -1. A view of memory that all share: not to be written to. */
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

/** Makes counts by name the places where each name ends. @returns the names with a count */
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

/** From the last to the first, so that each end becomes the place where its objects begin, and they are in ascending order. */
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
