import { HeapNode, Neighbor } from './parts.mjs';

/** Numbers per node and per edge in the arrays below. */
export const NODE_STRIDE = 6;
export const EDGE_STRIDE = 6;
/** What an edge's target is: a node of the same unit, a fixed one, a port of the next or the previous unit. */
export const LOCAL = 0;
export const FIXED = 1;
export const NEXT = 2;
export const PREVIOUS = 3;

/**
 * A template as numbers, so that writing millions of units touches no object:
 * nodes are (type, has own text, name, size, edge count, has an even id),
 * edges are (type, has own text, name or number, kind of target, layer or ordinal or port, position).
 *
 * @param {import('./template.mjs').Template} template
 * @param {import('./strings.mjs').Strings} strings
 * @returns {{ nodes: Int32Array, edges: Int32Array, nodeObjects: HeapNode[] }[]} per layer
 */
export function compileTemplate(template, strings) {
  const nameOf = (name) => {
    if (typeof name === 'number') return [0, name];
    return typeof name === 'function' ? [1, template.texts.get(name)] : [0, strings.index(name)];
  };
  return template.layers.map((layer) => ({
    nodeObjects: layer,
    nodes: Int32Array.from(
      layer.flatMap(({ type, name, size, edges, evenId }) => [
        type,
        ...nameOf(name),
        size,
        edges.length,
        evenId ? 1 : 0,
      ]),
    ),
    edges: Int32Array.from(
      layer.flatMap(({ edges }) => edges.flatMap(({ type, name, to }) => [type, ...nameOf(name), ...targetOf(to)])),
    ),
  }));
}

function targetOf(to) {
  if (to instanceof Neighbor) return [to.distance > 0 ? NEXT : PREVIOUS, to.port, 0];
  if (!(to instanceof HeapNode)) throw new TypeError('Only fixed nodes have edges to many units.');
  if (to.fixed !== -1) return [FIXED, to.fixed, 0];
  if (to.layer === -1) throw new Error(`No port leads to the node ${to.name}.`);
  return [LOCAL, to.layer, to.position];
}
