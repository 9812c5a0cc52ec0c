import { HeapNode } from './parts.mjs';

/** Makes the nodes that V8 shows for values of JavaScript, to be put into templates or the fixed part. */
export class Objects {
  /** @param {import('./runtime.mjs').Runtime} runtime */
  constructor(runtime) {
    this.runtime = runtime;
    this.arrayClass = runtime.defineClass('Array', ['length']);
    this.mapClass = runtime.defineClass('Map', []);
    this.setClass = runtime.defineClass('Set', []);
    this.dateClass = runtime.defineClass('Date', []);
    this.feedbackCell = runtime.add('code', 'system / FeedbackCell', 24).internal('map', runtime.map('FeedbackCell'));
  }

  /** @param {Record<string, HeapNode | null>} fields null for a small integer, which has no edge */
  object({ name, prototype, map, location = null }, fields, size = 24 + 8 * Object.keys(fields).length) {
    const node = new HeapNode('object', name, size);
    for (const [field, value] of Object.entries(fields)) if (value !== null) node.property(field, value);
    node.property('__proto__', prototype).internal('map', map);
    node.location = location;
    return node;
  }

  /** A literal: an object of class Object with a map of its own shape. */
  literal(shape, fields) {
    const { prototype } = this.runtime.objectClass;
    return this.object({ name: 'Object', prototype, map: this.#shape(shape, Object.keys(fields), prototype) }, fields);
  }

  /** @param {string | import('./parts.mjs').UnitText} text */
  string(text, length = 16) {
    const size = 16 + 8 * Math.ceil(length / 8);
    return new HeapNode('string', text, size).internal('map', this.runtime.map('OneByteString'));
  }

  concatenated(first, second) {
    const node = new HeapNode('concatenated string', '(concatenated string)', 32);
    return node
      .internal('first', first)
      .internal('second', second)
      .internal('map', this.runtime.map('ConsOneByteString'));
  }

  /** Doubles are boxed and hang on an object by the number of their field, without its name. */
  withDoubles(node, fields) {
    const map = this.runtime.map('HeapNumber');
    for (const field of fields) {
      node.edge('hidden', field, new HeapNode('number', 'heap number', 16).internal('map', map));
    }
    return node;
  }

  array(items) {
    const array = this.object(this.arrayClass, {}, 32);
    if (items.length === 0) return array;
    const elements = new HeapNode('array', '(object elements)', 16 + 8 * items.length);
    for (const [index, item] of items.entries()) {
      array.edge('element', index, item);
      elements.internal(String(index), item);
    }
    return array.internal('elements', elements);
  }

  /** Keys that are integers are given as null: V8 shows only their values. */
  map(entries) {
    return this.#collection(
      this.mapClass,
      entries.flatMap(([key, value]) => [key, value, null]),
      'OrderedHashMap',
    );
  }

  set(items) {
    return this.#collection(
      this.setClass,
      items.flatMap((item) => [item, null]),
      'OrderedHashSet',
    );
  }

  /** @param {HeapNode} context @param {HeapNode} info what it shares with all closures of this place */
  closure(name, context, info, location) {
    const { runtime } = this;
    const node = new HeapNode('closure', name, 56).property('__proto__', runtime.functionPrototype);
    node.internal('feedback_cell', this.feedbackCell).internal('shared', info).internal('context', context);
    node.internal('code', runtime.compileLazy).internal('map', runtime.functionMap);
    node.location = location;
    return node;
  }

  #collection(collectionClass, slots, kind) {
    const table = new HeapNode('array', '', 56 + 8 * slots.length);
    for (const [slot, item] of slots.entries()) if (item !== null) table.internal(String(5 + slot), item);
    table.internal('map', this.runtime.map(kind));
    return this.object(collectionClass, {}, 32).internal('table', table);
  }

  #shapes = new Map();

  #shape(name, fields, prototype) {
    const known = this.#shapes.get(name);
    if (known !== undefined) return known;
    const map = this.runtime.shapeMap(prototype, fields);
    this.#shapes.set(name, map);
    return map;
  }
}
