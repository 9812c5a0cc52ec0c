import { EDGE_TYPE, NODE_TYPE } from './format.mjs';

/**
 * Nodes and edges as they are written down before a layout gives them places. A heap has FIXED nodes, which exist
 * once, and UNITS: copies of a template, thousands of them, that differ by variant and by their own strings.
 */

/** The text of a string that each unit has of its own. @typedef {(unit: number, idOf: (node: HeapNode) => number) => string} UnitText */

/** A node of the fixed part or of a template. */
export class HeapNode {
  /** @type {{ type: number, name: number | string | UnitText, to: HeapNode | Neighbor | Spread }[]} */
  edges = [];
  /** @type {{ scriptId: number, line: number, column: number } | null} */
  location = null;
  /** Place among the fixed nodes, or -1 for a node of a unit. */
  fixed = -1;
  /** Place in its unit: layer, and position in it. */
  layer = -1;
  position = -1;

  /**
   * @param {string} type
   * @param {string | UnitText} name
   * @param {number} size
   */
  constructor(type, name, size) {
    this.type = NODE_TYPE[type];
    this.name = name;
    this.size = size;
    /** Native objects have even ids far above those of JavaScript's. */
    this.evenId = false;
  }

  /** @returns {this} */
  edge(type, name, to) {
    this.edges.push({ type: EDGE_TYPE[type], name, to });
    return this;
  }

  property(name, to) {
    return this.edge('property', name, to);
  }

  internal(name, to) {
    return this.edge('internal', name, to);
  }
}

/** A port of the next (1) or the previous (-1) unit, in a ring. */
export class Neighbor {
  constructor(distance, port) {
    this.distance = distance;
    this.port = port;
  }
}

/**
 * Edges from one fixed node to many units: the entries of a collection.
 *
 * @typedef {object} SpreadOptions
 * @property {string[]} families by name, one after the other; absent ones are skipped
 * @property {number[]} ports the entries of each unit, in order: key and value, or a value alone
 * @property {number} [every] only one unit in so many …
 * @property {number} [offset] … beginning with this one
 * @property {number} [firstSlot] number of the first edge
 * @property {number} [slotStep] from one unit to the next
 * @property {UnitText | null} [naming] names the edges by a string of the unit, instead of by their number
 */
export class Spread {
  /** @param {SpreadOptions} options */
  constructor({ families, ports, every = 1, offset = 0, firstSlot = 0, slotStep = ports.length, naming = null }) {
    this.families = families;
    this.ports = ports;
    this.every = every;
    this.offset = offset;
    this.firstSlot = firstSlot;
    this.slotStep = slotStep;
    this.naming = naming;
  }

  /** How many of `count` units it takes. */
  unitsOf(count) {
    return count <= this.offset ? 0 : Math.floor((count - this.offset - 1) / this.every) + 1;
  }
}
