import { HeapNode } from './parts.mjs';

/**
 * One variant of a unit: its nodes in layers by their distance from the ports, as V8 numbers a heap breadth first.
 * Ports are the nodes that the rest of the heap refers to; they have the same numbers in all variants.
 */
export class Template {
  /** @type {HeapNode[][]} */
  layers = [];
  /** Strings that each unit has of its own. @type {Map<import('./parts.mjs').UnitText, number>} */
  texts = new Map();

  /** @param {HeapNode[]} ports */
  constructor(ports) {
    this.ports = ports;
    for (let layer = ports; layer.length > 0; layer = this.#nodesBehind(layer)) {
      for (const [position, node] of layer.entries()) Object.assign(node, { layer: this.layers.length, position });
      this.layers.push(layer);
    }
    for (const node of this.layers.flat()) {
      this.#addText(node.name);
      for (const { name } of node.edges) this.#addText(name);
    }
  }

  get nodeCount() {
    return this.layers.reduce((sum, layer) => sum + layer.length, 0);
  }

  /** Nodes of the unit that are met first from `layer`. */
  #nodesBehind(layer) {
    const met = new Set();
    for (const { edges } of layer) {
      for (const { to } of edges) {
        if (to instanceof HeapNode && to.fixed === -1 && to.layer === -1) met.add(to);
      }
    }
    return [...met];
  }

  #addText(name) {
    if (typeof name === 'function' && !this.texts.has(name)) this.texts.set(name, this.texts.size);
  }
}
