import type { Random } from './random.js';

/** Numbers at which something ends. */
const NUMBERS = [
  '0',
  '1',
  '-1',
  '255',
  '256',
  '65536',
  '2147483647',
  '2147483648',
  '4294967295',
  '4294967296',
  '9007199254740993',
  '1e999',
  '0.5',
  '1e-7',
  'null',
  '""',
  '[]',
  '{}',
  'true',
];
const MOST_BYTES = 2 ** 16;

/** Changes bytes, numbers and parts of an input a few times. */
export function mutateBytes(input: Buffer, other: Buffer, words: readonly string[], random: Random): Buffer {
  let bytes = input;
  for (let left = 1 << random.below(5); left > 0; left -= 1) bytes = mutateOnce(bytes, other, words, random);
  return bytes.length > MOST_BYTES ? bytes.subarray(0, MOST_BYTES) : bytes;
}

function mutateOnce(bytes: Buffer, other: Buffer, words: readonly string[], random: Random): Buffer {
  const at = random.below(bytes.length + 1);
  const length = 1 + random.below(1 << random.below(9));
  switch (random.below(9)) {
    case 0:
      return withByte(bytes, at, (bytes[at] ?? 0) ^ (1 << random.below(8)));
    case 1:
      return withByte(bytes, at, random.below(256));
    case 2:
      return splice(bytes, at, length, Buffer.alloc(0));
    case 3:
      return splice(bytes, at, 0, bytes.subarray(at, at + length));
    case 4:
      return splice(bytes, at, 0, Buffer.from(random.pick(words)));
    case 5: {
      const from = random.below(other.length);
      return splice(bytes, at, length, other.subarray(from, from + length));
    }
    case 6:
      return replaceToken(bytes, /-?\d+(?:\.\d+)?/g, random.pick(NUMBERS), random);
    case 7:
      return replaceToken(bytes, /"[^"\n]{0,80}"/g, JSON.stringify(random.pick(words)), random);
    default:
      return replaceToken(bytes, /"[^"\n]{0,80}"|\d+|\w+/g, random.pick(NUMBERS), random);
  }
}

function withByte(bytes: Buffer, at: number, value: number): Buffer {
  const copy = Buffer.from(bytes);
  if (at < copy.length) copy[at] = value;
  return copy;
}

function splice(bytes: Buffer, at: number, removed: number, added: Buffer): Buffer {
  return Buffer.concat([bytes.subarray(0, at), added, bytes.subarray(at + removed)]);
}

/** Replaces one of the tokens behind a place. */
function replaceToken(bytes: Buffer, pattern: RegExp, by: string, random: Random): Buffer {
  const from = random.below(bytes.length);
  const text = bytes.toString('latin1', from, from + 4096);
  pattern.lastIndex = 0;
  const match = pattern.exec(text);
  return match === null ? bytes : splice(bytes, from + match.index, match[0].length, Buffer.from(by));
}
