import { OWN_CODE } from './evaluate.js';

/**
 * Functions that are called on objects of a target. They change nothing: V8 ends each one that tries. They use the methods of
 * the engine rather than those that a subclass has, and no text of the program.
 */

/** What the functions share: which kind of collection `c` is. */
const KIND = `
  const sizeOf = (proto) => Object.getOwnPropertyDescriptor(proto, 'size').get;
  const is = (proto) => { try { sizeOf(proto).call(c); return true; } catch { return false; } };
  const kind = is(Map.prototype) ? 'map' : is(Set.prototype) ? 'set' : Array.isArray(c) ? 'array' : 'object';`;

/** Entries of the collection that it is called on. */
export const COUNT_ENTRIES = wrap(
  '',
  `${KIND}
  if (kind === 'map') return sizeOf(Map.prototype).call(c);
  if (kind === 'set') return sizeOf(Set.prototype).call(c);
  return kind === 'array' ? c.length : Object.keys(c).length;`,
);

/**
 * An array of the keys of some entries between two positions, spread evenly: of an array, its elements. Empty where single
 * entries cannot be told apart: elements that are no objects, or the same ones again and again.
 */
export const SAMPLE_KEYS = wrap(
  'from, to, most',
  `${KIND}
  const picked = [];
  const step = Math.max(1, (to - from) / most);
  let next = from;
  const take = (key, index) => { if (index >= next && picked.length < most) { picked.push(key); next += step; } };
  if (kind === 'array') {
    for (let index = from; index < to && index < c.length && picked.length < most; index += 1) take(c[index], index);
    const isTelling = picked.every((item) => item !== null && (typeof item === 'object' || typeof item === 'function'));
    return isTelling && new Set(picked).size === picked.length ? picked : [];
  }
  if (kind === 'object') {
    const keys = Object.keys(c);
    for (let index = from; index < to && index < keys.length && picked.length < most; index += 1) take(keys[index], index);
    return picked;
  }
  const keys = kind === 'map' ? Map.prototype.keys.call(c) : Set.prototype.values.call(c);
  let index = 0;
  for (let item = keys.next(); !item.done && index < to && picked.length < most; item = keys.next()) {
    take(item.value, index);
    index += 1;
  }
  return picked;`,
);

/** How many keys that {@link SAMPLE_KEYS} gave are no longer there. */
export const COUNT_GONE = wrap(
  'keys',
  `${KIND}
  let gone = 0;
  for (const key of keys) {
    const isThere =
      kind === 'map' ? Map.prototype.has.call(c, key)
      : kind === 'set' ? Set.prototype.has.call(c, key)
      : kind === 'array' ? Array.prototype.includes.call(c, key)
      : Object.prototype.hasOwnProperty.call(c, key);
    if (!isThere) gone += 1;
  }
  return gone;`,
);

/** The value of an own field that has no getter. */
export const READ_FIELD = wrap(
  'name',
  `const field = Object.getOwnPropertyDescriptor(c, name);
  return field !== undefined && 'value' in field ? field.value : undefined;`,
);

/** Number of keys that {@link SAMPLE_KEYS} gave. */
export const COUNT_KEYS = wrap('', 'return c.length;');

export const RETURN_ITSELF = wrap('', 'return c;');

function wrap(parameters: string, body: string): string {
  return `${OWN_CODE}function (${parameters}) { 'use strict'; const c = this; ${body} }`;
}
