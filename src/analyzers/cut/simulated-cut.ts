/** The references of a region on which a cut is simulated, in columns. */
export interface RegionReferences {
  readonly nodeCount: number;
  readonly labelCount: number;
  /** References between nodes, by source: those of node `n` are `first[n] … first[n + 1] - 1`. */
  readonly first: Uint32Array;
  readonly targets: Uint32Array;
  /** Id of each reference's label, or {@link NO_LABEL}. */
  readonly targetLabels: Uint32Array;
  /** References from outside. */
  readonly boundaryTargets: Uint32Array;
  readonly boundaryLabels: Uint32Array;
}

/** The label of a reference that leads to no suspect. */
export const NO_LABEL = 0xffffffff;

/** The references of each key, those of the boundary before the inner ones, in one array. */
interface Index {
  readonly starts: Uint32Array;
  readonly places: Uint32Array;
}

/**
 * Simulates cuts. Only objects that are reachable from a cut reference ("behind" it) can be freed. So a cut costs as much as
 * lies behind it, and the cuts of all groups that share nothing cost together no more than the region. An object behind the cut
 * survives if a reference from outside the region, or from an object that is not behind the cut, leads to it.
 *
 * O(region) once, then O(what lies behind the cut) each.
 */
export class SimulatedCut {
  readonly #references: RegionReferences;
  readonly #sources: Uint32Array;
  readonly #innerByLabel: Index;
  readonly #innerByTarget: Index;
  readonly #boundaryByLabel: Index;
  readonly #boundaryByTarget: Index;
  /** Nodes without any reference in the region, although something holds them: a cut frees them as well. */
  readonly #unheld: readonly number[];
  readonly #isUnheld: Uint8Array;
  readonly #isCut: Uint8Array;
  /** For each node the number of the last cut that it lay behind. */
  readonly #behind: Uint32Array;
  /** For each node the number of the last cut that it survived. */
  readonly #held: Uint32Array;
  readonly #list: Uint32Array;
  readonly #stack: Uint32Array;
  #cuts = 0;

  constructor(references: RegionReferences) {
    const { nodeCount, labelCount, first, targets, targetLabels, boundaryTargets, boundaryLabels } = references;
    this.#references = references;
    this.#sources = new Uint32Array(targets.length);
    for (let node = 0; node < nodeCount; node += 1) this.#sources.fill(node, first[node], first[node + 1]);
    this.#innerByLabel = indexBy(targetLabels, labelCount);
    this.#innerByTarget = indexBy(targets, nodeCount);
    this.#boundaryByLabel = indexBy(boundaryLabels, labelCount);
    this.#boundaryByTarget = indexBy(boundaryTargets, nodeCount);
    this.#isCut = new Uint8Array(labelCount);
    this.#behind = new Uint32Array(nodeCount);
    this.#held = new Uint32Array(nodeCount);
    this.#list = new Uint32Array(nodeCount);
    this.#stack = new Uint32Array(nodeCount);
    this.#isUnheld = new Uint8Array(nodeCount).fill(1);
    const reached = [...new Set(boundaryTargets)];
    for (const node of reached) this.#isUnheld[node] = 0;
    for (let node = reached.pop(); node !== undefined; node = reached.pop())
      for (let at = first[node]; at < first[node + 1]; at += 1)
        if (this.#isUnheld[targets[at]] === 1) {
          this.#isUnheld[targets[at]] = 0;
          reached.push(targets[at]);
        }
    const unheld: number[] = [];
    for (let node = 0; node < nodeCount; node += 1) if (this.#isUnheld[node] === 1) unheld.push(node);
    this.#unheld = unheld;
  }

  /** Nodes that nothing holds when all references of some labels are gone, in no particular order. */
  freedBy(labelIds: Iterable<number>): Uint32Array {
    const ids = [...labelIds];
    for (const id of ids) this.#isCut[id] = 1;
    this.#cuts += 1;
    const count = this.#listBehind(ids);
    this.#markHeld(count);
    for (const id of ids) this.#isCut[id] = 0;
    let freed = 0;
    // The list is not needed any more, so the freed nodes overwrite it.
    for (let at = 0; at < count; at += 1) {
      const node = this.#list[at];
      if (this.#held[node] === this.#cuts) continue;
      this.#list[freed] = node;
      freed += 1;
    }
    const others = this.#unheld.filter((node) => this.#behind[node] !== this.#cuts);
    const nodes = new Uint32Array(freed + others.length);
    nodes.set(this.#list.subarray(0, freed));
    nodes.set(others, freed);
    return nodes;
  }

  /** Lists what can be reached from the references that are cut. @returns how many there are */
  #listBehind(ids: readonly number[]): number {
    const { first, targets, boundaryTargets } = this.#references;
    let count = 0;
    const enter = (node: number) => {
      if (this.#behind[node] === this.#cuts) return;
      this.#behind[node] = this.#cuts;
      this.#list[count] = node;
      count += 1;
    };
    for (const id of ids) {
      forEachPlace(this.#boundaryByLabel, id, (place) => enter(boundaryTargets[place]));
      forEachPlace(this.#innerByLabel, id, (place) => enter(targets[place]));
    }
    for (let next = 0; next < count; next += 1)
      for (let at = first[this.#list[next]], end = first[this.#list[next] + 1]; at < end; at += 1) enter(targets[at]);
    return count;
  }

  #markHeld(count: number): void {
    const { first, targets, targetLabels } = this.#references;
    let top = 0;
    const hold = (node: number) => {
      if (this.#held[node] === this.#cuts) return;
      this.#held[node] = this.#cuts;
      this.#stack[top] = node;
      top += 1;
    };
    for (let at = 0; at < count; at += 1) if (this.#isHeldFromBefore(this.#list[at])) hold(this.#list[at]);
    while (top > 0) {
      top -= 1;
      const node = this.#stack[top];
      for (let at = first[node], end = first[node + 1]; at < end; at += 1)
        if (!this.#isGone(targetLabels[at])) hold(targets[at]);
    }
  }

  #isHeldFromBefore(node: number): boolean {
    const { starts, places } = this.#boundaryByTarget;
    for (let at = starts[node]; at < starts[node + 1]; at += 1)
      if (!this.#isGone(this.#references.boundaryLabels[places[at]])) return true;
    const inner = this.#innerByTarget;
    for (let at = inner.starts[node]; at < inner.starts[node + 1]; at += 1) {
      const place = inner.places[at];
      const source = this.#sources[place];
      if (this.#behind[source] === this.#cuts || this.#isUnheld[source] === 1) continue;
      if (!this.#isGone(this.#references.targetLabels[place])) return true;
    }
    return false;
  }

  #isGone(label: number): boolean {
    return label !== NO_LABEL && this.#isCut[label] === 1;
  }
}

/** A counting sort (Knuth, TAOCP 3, 5.2); keys from `keyCount` on are left out. */
function indexBy(keys: Uint32Array, keyCount: number): Index {
  const starts = new Uint32Array(keyCount + 1);
  for (let place = 0, end = keys.length; place < end; place += 1)
    if (keys[place] < keyCount) starts[keys[place] + 1] += 1;
  for (let key = 0; key < keyCount; key += 1) starts[key + 1] += starts[key];
  const places = new Uint32Array(starts[keyCount]);
  const next = starts.slice();
  for (let place = 0; place < keys.length; place += 1) {
    const key = keys[place];
    if (key >= keyCount) continue;
    places[next[key]] = place;
    next[key] += 1;
  }
  return { starts, places };
}

function forEachPlace({ starts, places }: Index, key: number, visit: (place: number) => void): void {
  for (let at = starts[key]; at < starts[key + 1]; at += 1) visit(places[at]);
}
