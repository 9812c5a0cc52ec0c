import { HeapNode } from './parts.mjs';

const FIRST_ID = 1;
/** Native ids lie far above those of JavaScript's objects, some near 2^32. */
const FIRST_EVEN_ID = 2 ** 31;

/**
 * So many units of one kind. Unit `i` is a copy of variant `i mod variants.length`, so that the place of any of its
 * nodes is a matter of two multiplications and memory stays flat, however large the heap.
 */
export class Family {
  /**
   * @param {string} name
   * @param {import('./template.mjs').Template[]} variants
   * @param {number} count
   */
  constructor(name, variants, count) {
    this.name = name;
    this.variants = variants;
    this.count = count;
    this.depth = Math.max(...variants.map(({ layers }) => layers.length));
    /** Per layer: how many nodes the first v variants have together; the last is all of them. */
    this.nodesBefore = Array.from({ length: this.depth }, (_, layer) =>
      runningSum(variants.map(({ layers }) => layers[layer]?.length ?? 0)),
    );
    this.textsBefore = runningSum(variants.map(({ texts }) => texts.size));
    /** Of the whole series, set once: smallest id of each layer, serial number of the first unit. */
    this.firstIds = [];
    this.firstSerial = 0;
  }

  nodesInLayer(layer, units = this.count) {
    return layer < this.depth ? this.#before(this.nodesBefore[layer], units) : 0;
  }

  textsOf(units = this.count) {
    return this.#before(this.textsBefore, units);
  }

  get nodeCount() {
    return this.nodesBefore.reduce((sum, _, layer) => sum + this.nodesInLayer(layer), 0);
  }

  idOf(unit, node) {
    if (node.fixed !== -1) return FIRST_ID + 2 * node.fixed;
    // An odd factor permutes the numbers below a power of two: no id comes twice, and none follows another.
    if (node.evenId) return FIRST_EVEN_ID + 2 * (Math.imul(this.firstSerial + unit, 0x9e3779b1) & 0x1fff_ffff);
    return this.firstIds[node.layer] + 2 * (this.nodesInLayer(node.layer, unit) + node.position);
  }

  #before(sums, units) {
    const { length } = this.variants;
    return Math.floor(units / length) * sums[length] + sums[units % length];
  }
}

/**
 * Gives ids to the families of a series, those of a later round above those of all earlier ones.
 *
 * @param {HeapNode[]} fixed
 * @param {Family[][]} rounds the families that appear in each
 */
export function assignIds(fixed, rounds) {
  for (const [index, node] of fixed.entries()) node.fixed = index;
  let nextId = FIRST_ID + 2 * fixed.length;
  let serial = 0;
  for (const families of rounds) {
    for (let layer = 0; layer < deepest(families); layer++) {
      for (const family of families.filter(({ depth }) => layer < depth)) {
        family.firstIds[layer] = nextId;
        nextId += 2 * family.nodesInLayer(layer);
      }
    }
    for (const family of families) {
      family.firstSerial = serial;
      serial += family.count;
    }
  }
}

/** Where everything is in one snapshot: fixed nodes, then all families layer by layer, as V8 meets them. */
export class Layout {
  /** @type {Map<Family, number[]>} ordinal of the first node of each layer */
  firstOrdinals = new Map();
  /** @type {Map<Family, number>} index of the first string of its own */
  firstTexts = new Map();

  /**
   * @param {HeapNode[]} fixed
   * @param {Family[]} families
   * @param {number} numeralStart index of the string "0"
   * @param {number} textStart index of the first string that a unit has of its own
   */
  constructor(fixed, families, numeralStart, textStart) {
    this.fixed = fixed;
    this.families = families;
    this.numeralStart = numeralStart;
    this.byName = new Map(families.map((family) => [family.name, family]));
    let ordinal = fixed.length;
    for (const family of families) this.firstOrdinals.set(family, []);
    this.depth = deepest(families);
    for (let layer = 0; layer < this.depth; layer++) {
      for (const family of families) {
        this.firstOrdinals.get(family)?.push(ordinal);
        ordinal += family.nodesInLayer(layer);
      }
    }
    this.nodeCount = ordinal;
    let text = textStart;
    for (const family of families) {
      this.firstTexts.set(family, text);
      text += family.textsOf();
    }
  }

  ordinalOf(family, unit, layer, position) {
    return this.firstOrdinals.get(family)[layer] + family.nodesInLayer(layer, unit) + position;
  }

  textOf(family, unit, text) {
    return this.firstTexts.get(family) + family.textsOf(unit) + text;
  }
}

function deepest(families) {
  return Math.max(0, ...families.map(({ depth }) => depth));
}

function runningSum(counts) {
  const sums = [0];
  for (const count of counts) sums.push(sums[sums.length - 1] + count);
  return sums;
}
