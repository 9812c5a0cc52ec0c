import type { Random } from './random.js';

/** Values at which something ends. */
const VALUES: readonly unknown[] = [
  null,
  true,
  false,
  0,
  -0,
  1,
  -1,
  0.5,
  1.5,
  2 ** 31,
  2 ** 32,
  2 ** 53 + 2,
  1e21,
  -1e308,
  '',
  '\u001b[31m',
  '\ud83d',
  [],
  {},
];

/** Parsed inputs: the same ones are changed many times. */
const parsed = new WeakMap<Buffer, { readonly value: unknown } | { readonly value?: never }>();

/**
 * Changes values, keys and entries of a JSON text a few times; null when it is none.
 *
 * @param other a text of which parts are taken over
 */
export function mutateJson(input: Buffer, other: Buffer, words: readonly string[], random: Random): Buffer | null {
  const own = parse(input);
  if (!('value' in own)) return null;
  const strange = parse(other);
  let { value } = own;
  for (let left = 1 << random.below(3); left > 0; left -= 1)
    value = changed(value, { words, random, pool: 'value' in strange ? strange.value : null });
  return Buffer.from(JSON.stringify(value));
}

function parse(input: Buffer): { readonly value: unknown } | { readonly value?: never } {
  const known = parsed.get(input);
  if (known !== undefined) return known;
  let result: { readonly value: unknown } | { readonly value?: never };
  try {
    result = { value: JSON.parse(input.toString('utf8')) as unknown };
  } catch {
    result = {};
  }
  parsed.set(input, result);
  return result;
}

interface Change {
  readonly words: readonly string[];
  readonly random: Random;
  /** Where a part is taken from. */
  readonly pool: unknown;
}

/** Copies what leads to the place that is changed, and shares the rest. */
function changed(value: unknown, change: Change): unknown {
  const { random } = change;
  if (Array.isArray(value) && value.length > 0 && random.below(5) > 0) return changedList(value, change);
  if (typeof value === 'object' && value !== null && !Array.isArray(value) && random.below(8) > 0)
    return changedObject(value as Record<string, unknown>, change);
  switch (random.below(5)) {
    case 0:
      return random.pick(change.words);
    case 1:
      return typeof value === 'number' ? -value : random.pick(VALUES);
    case 2:
      return typeof value === 'string' ? value + random.pick(change.words) : [value];
    case 3:
      return partOf(change.pool, random);
    default:
      return random.pick(VALUES);
  }
}

function changedList(list: readonly unknown[], change: Change): unknown[] {
  const { random } = change;
  const at = random.below(list.length);
  const copy = [...list];
  switch (random.below(8)) {
    case 0:
      copy.splice(at, 1 + random.below(list.length));
      break;
    case 1:
      copy.splice(at, 0, ...Array.from({ length: 1 << random.below(6) }, () => list[at]));
      break;
    case 2:
      copy.splice(at, 0, partOf(change.pool, random));
      break;
    default:
      copy[at] = changed(list[at], change);
  }
  return copy;
}

function changedObject(object: Readonly<Record<string, unknown>>, change: Change): Record<string, unknown> {
  const { random } = change;
  const keys = Object.keys(object);
  if (keys.length === 0) return { [random.pick(change.words)]: random.pick(VALUES) };
  const key = random.pick(keys);
  switch (random.below(10)) {
    case 0: {
      const { [key]: _, ...rest } = object;
      return rest;
    }
    case 1:
      return { ...object, [random.pick(change.words)]: object[key] };
    case 2:
      return { ...object, [key]: object[random.pick(keys)] };
    default:
      return { ...object, [key]: changed(object[key], change) };
  }
}

/** Any part of a value. */
function partOf(value: unknown, random: Random): unknown {
  let part = value;
  while (typeof part === 'object' && part !== null && random.below(4) > 0) {
    const parts: unknown[] = Array.isArray(part) ? part : Object.values(part);
    if (parts.length === 0) break;
    part = random.pick(parts);
  }
  return part;
}
