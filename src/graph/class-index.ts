import { NodeType } from '../snapshot/kinds.js';

interface ObjectColumns {
  readonly nodeCount: number;
  readonly nodeTypes: Uint8Array;
  readonly nodeNames: Uint32Array;
  readonly strings: { readonly count: number };
}

/**
 * The objects of a heap by the name of their class, structures of the engine included: most questions are about a few classes,
 * and need not go over all nodes. A counting sort: O(nodes + strings) time, 4 bytes an object and 4 a string.
 */
export class ClassIndex {
  /** Indexes of the names of all classes that have an object, ascending. */
  readonly names: readonly number[];
  /** By index of a name: where its objects begin. */
  readonly #starts: Uint32Array;
  readonly #objects: Uint32Array;

  constructor({ nodeCount, nodeTypes, nodeNames, strings }: ObjectColumns) {
    const starts = new Uint32Array(strings.count + 1);
    for (let node = 0; node < nodeCount; node += 1)
      if (nodeTypes[node] === NodeType.object) starts[nodeNames[node]] += 1;
    const names: number[] = [];
    let end = 0;
    for (let name = 0; name < starts.length; name += 1) {
      if (starts[name] > 0) names.push(name);
      end += starts[name];
      starts[name] = end;
    }
    const objects = new Uint32Array(end);
    // From the last to the first, so that each start ends up where its objects begin, and they in ascending order.
    for (let node = nodeCount - 1; node >= 0; node -= 1) {
      if (nodeTypes[node] !== NodeType.object) continue;
      const place = starts[nodeNames[node]] - 1;
      starts[nodeNames[node]] = place;
      objects[place] = node;
    }
    this.names = names;
    this.#starts = starts;
    this.#objects = objects;
  }

  /** The objects of a class by the index of its name, ascending; none for -1. A view of memory that all share: not to be written to. */
  objectsOf(name: number): Uint32Array {
    return name < 0 ? this.#objects.subarray(0, 0) : this.#objects.subarray(this.#starts[name], this.#starts[name + 1]);
  }
}
