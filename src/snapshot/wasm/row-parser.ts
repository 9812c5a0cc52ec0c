/**
 * The inner loops of the reader, in AssemblyScript: text of whole rows to columns. `npm run build:wasm` compiles this
 * file into `../row-parser-code.ts`, which is committed; tsc does not see it.
 *
 * Only rows as V8 writes them are taken: whole numbers without a sign, blank or leading zero, parted by commas, the row
 * ended by a line feed and a comma. The functions stop before anything else and report the position. The TypeScript
 * reader, which handles all JSON numbers and reports errors, continues from there.
 *
 * Method: 16 bytes at a time are compared with the digits, which gives a mask of where numbers end. Parsing a row then
 * depends on one mask instead of one branch per byte. Up to eight digits become a number by three multiplications (D.
 * Lemire, "Quickly parsing eight digits", 2018, after a discussion with W. Muła).
 */

const COMMA: u32 = 44;
const ZERO: u32 = 48;
/** A line feed and then a comma, as a little-endian word. */
const ROW_END: u32 = 0x2c0a;
/** In the table of types: the name of such an edge is the index of a string. */
const NAMED: u32 = 0x80;
/** In the table of types: the file's `meta` has no such type. */
const NO_TYPE: u32 = 0xff;
const EDGE_TYPE_BITS: u32 = 4;
/** Longer numbers, and some of these, do not fit in 32 bits. */
const MOST_DIGITS: u32 = 10;
const LARGEST: u64 = 0xffffffff;
/** No file has as many strings. */
const MOST_NAMES: u32 = 0x7ffffffe;

const LOCATION_FIELDS: u32 = 4;
/** Scratch space for the numbers of a row of nodes or locations: nothing else uses the first bytes of the memory. */
const ROW: usize = 16;

/** Address behind the last row that was taken. */
let stoppedAt: usize = 0;
/** The largest index of a string so far. */
let largestName: i32 = -1;
/** Edges of all nodes so far. */
let edgesSoFar: u32 = 0;

export function stopped(): usize {
  return stoppedAt;
}

export function maxName(): i32 {
  return largestName;
}

export function edgeTotal(): u32 {
  return edgesSoFar;
}

/** One bit for each of 16 bytes: whether it is no digit. */
@inline
function endsIn(at: usize): u32 {
  const digits = i8x16.sub(v128.load(at), i8x16.splat(<i8>ZERO));
  return i8x16.bitmask(i8x16.gt_u(digits, i8x16.splat(9)));
}

/** The first `length` digits of eight bytes, 1 to 8 of them. */
@inline
function numberOf(word: u64, length: u32): u32 {
  let x = (word & 0x0f0f0f0f0f0f0f0f) << (64 - ((<u64>length) << 3));
  x = (x * 10 + (x >> 8)) & 0x00ff00ff00ff00ff;
  x = (x * 100 + (x >> 16)) & 0x0000ffff0000ffff;
  return <u32>(x * 10000 + (x >> 32));
}

/** A number of 1 to 10 digits. Nearly all have up to eight; longer ones are handled by another function. */
@inline
function numberAt(at: usize, length: u32): u64 {
  return length <= 8 ? numberOf(load<u64>(at), length) : longNumberAt(at, length);
}

function longNumberAt(at: usize, length: u32): u64 {
  const head = <u64>numberOf(load<u64>(at), 8) * 10 + (<u64>load<u8>(at + 8) - ZERO);
  return length === 9 ? head : head * 10 + (<u64>load<u8>(at + 9) - ZERO);
}

/** Whether digits that begin at `at` are not a JSON number, or too long. */
@inline
function isUnusual(at: usize, length: u32): bool {
  return length - 1 >= MOST_DIGITS || (length > 1 && <u32>load<u8>(at) === ZERO);
}

/**
 * Edges: `type,name,target`. Each becomes a head, `target ordinal << 4 | type`, and a name.
 *
 * @param last rows begin before this address; 40 bytes behind it may be read
 * @param types 16 bytes: type by the file's code, with {@link NAMED}, or {@link NO_TYPE}
 * @param stride what a target is a multiple of
 * @param nodeCount ordinals are below it
 * @param knownName the largest index of a string so far
 * @returns number of edges
 */
export function parseEdges(
  from: usize,
  last: usize,
  capacity: u32,
  heads: usize,
  names: usize,
  types: usize,
  stride: u32,
  nodeCount: u32,
  knownName: i32,
): u32 {
  const perNode: f64 = 1.0 / <f64>stride;
  let largest = knownName;
  let at = from;
  let row: u32 = 0;
  while (row < capacity && at < last) {
    const code = <u32>load<u8>(at) - ZERO;
    if (code > 9 || <u32>load<u8>(at + 1) !== COMMA) break;
    const type = <u32>load<u8>(types + code);
    if (type === NO_TYPE) break;

    const nameAt = at + 2;
    const ends = endsIn(nameAt) | (endsIn(nameAt + 16) << 16);
    const nameLength = ctz(ends);
    const rest = ends & (ends - 1);
    if (rest === 0) break;
    const rowLength = ctz(rest);
    const targetAt = nameAt + <usize>nameLength + 1;
    const targetLength = rowLength - nameLength - 1;
    if (<u32>load<u8>(targetAt - 1) !== COMMA || <u32>load<u16>(nameAt + <usize>rowLength) !== ROW_END) break;
    if (isUnusual(nameAt, nameLength) || isUnusual(targetAt, targetLength)) break;

    const target = numberAt(targetAt, targetLength);
    const name = numberAt(nameAt, nameLength);
    if ((target | name) > LARGEST) break;
    // Half a node is added, so that rounding never ends below the true quotient of a multiple.
    const ordinal = <u32>((<f64>target + 0.5) * perNode);
    if (ordinal >= nodeCount || ordinal * stride !== <u32>target) break;
    if ((type & NAMED) !== 0 && <i64>name > <i64>largest) {
      if (name > MOST_NAMES) break;
      largest = <i32>name;
    }

    store<u32>(heads + ((<usize>row) << 2), (ordinal << EDGE_TYPE_BITS) | (type & 15));
    store<u32>(names + ((<usize>row) << 2), <u32>name);
    at = nameAt + <usize>rowLength + 2;
    row += 1;
  }
  stoppedAt = at;
  largestName = largest;
  return row;
}

/**
 * Reads a row of so many numbers into {@link ROW}. @returns its bytes, with what ends it, or 0 when it is not in the
 * usual spelling
 */
@inline
function rowAt(at: usize, fields: u32): u32 {
  let ends =
    <u64>endsIn(at) |
    ((<u64>endsIn(at + 16)) << 16) |
    ((<u64>endsIn(at + 32)) << 32) |
    ((<u64>endsIn(at + 48)) << 48);
  let numberFrom: u32 = 0;
  let field: u32 = 0;
  while (ends !== 0) {
    const end = <u32>ctz(ends);
    ends &= ends - 1;
    const start = at + <usize>numberFrom;
    const length = end - numberFrom;
    if (isUnusual(start, length)) break;
    const value = numberAt(start, length);
    if (value > LARGEST) break;
    store<u32>(ROW + ((<usize>field) << 2), <u32>value);
    numberFrom = end + 1;
    field += 1;
    if (field === fields || <u32>load<u8>(at + <usize>end) !== COMMA) break;
  }
  const isWhole = field === fields && <u32>load<u16>(at + <usize>numberFrom - 1) === ROW_END;
  return isWhole ? numberFrom + 1 : 0;
}

/**
 * Nodes: `type,name,id,self_size,edge_count` and up to three more fields, which are ignored.
 *
 * @param last rows begin before this address; 80 bytes behind it may be read
 * @param stride 5 to 8
 * @param zeroField position of a field that must be 0 in all rows taken, or -1
 * @param types 32 bytes: type by the file's code, or {@link NO_TYPE}
 * @param edges edges of all nodes before
 * @returns number of nodes
 */
export function parseNodes(
  from: usize,
  last: usize,
  capacity: u32,
  stride: u32,
  zeroField: i32,
  types: usize,
  typesOut: usize,
  names: usize,
  ids: usize,
  sizes: usize,
  firstEdges: usize,
  knownName: i32,
  edges: u32,
): u32 {
  let largest = knownName;
  let sum = edges;
  let at = from;
  let row: u32 = 0;
  while (row < capacity && at < last) {
    const length = rowAt(at, stride);
    if (length === 0) break;
    const code = load<u32>(ROW);
    const type = code < 32 ? <u32>load<u8>(types + <usize>code) : NO_TYPE;
    if (type === NO_TYPE || (zeroField >= 0 && load<u32>(ROW + ((<usize>zeroField) << 2)) !== 0)) break;
    const name = load<u32>(ROW + 4);
    const count = load<u32>(ROW + 16);

    if (name > MOST_NAMES || sum + count < sum) break;
    if (<i32>name > largest) largest = <i32>name;
    store<u8>(typesOut + <usize>row, <u8>type);
    store<u32>(names + ((<usize>row) << 2), name);
    store<u32>(ids + ((<usize>row) << 2), load<u32>(ROW + 8));
    store<u32>(sizes + ((<usize>row) << 2), load<u32>(ROW + 12));
    store<u32>(firstEdges + ((<usize>row) << 2), sum);
    sum += count;
    at += <usize>length;
    row += 1;
  }
  stoppedAt = at;
  largestName = largest;
  edgesSoFar = sum;
  return row;
}

/**
 * Locations: `object_index,script_id,line,column`.
 *
 * @param last rows begin before this address; 80 bytes behind it may be read
 * @param stride what an index of an object is a multiple of
 * @param nodeCount ordinals are below it
 * @returns number of locations
 */
export function parseLocations(
  from: usize,
  last: usize,
  capacity: u32,
  stride: u32,
  nodeCount: u32,
  nodes: usize,
  scriptIds: usize,
  lines: usize,
  columns: usize,
): u32 {
  let at = from;
  let row: u32 = 0;
  while (row < capacity && at < last) {
    const length = rowAt(at, LOCATION_FIELDS);
    if (length === 0) break;
    const index = load<u32>(ROW);
    const node = index / stride;
    if (node >= nodeCount || node * stride !== index) break;
    const place = (<usize>row) << 2;
    store<u32>(nodes + place, node);
    store<u32>(scriptIds + place, load<u32>(ROW + 4));
    store<u32>(lines + place, load<u32>(ROW + 8));
    store<u32>(columns + place, load<u32>(ROW + 12));
    at += <usize>length;
    row += 1;
  }
  stoppedAt = at;
  return row;
}

const QUOTE: u32 = 34;
const BACKSLASH: u32 = 92;
const LONGEST_NAME: usize = 64;
/** The same, each character as `\uXXXX`. */
const LONGEST_SPELLING: usize = LONGEST_NAME * 6;
const TWO_ZEROS: u32 = 0x3030;
/** What parts two strings: a quote, a comma, a line feed and a quote, as a little-endian word. */
const STRING_END: u32 = 0x220a2c22;

let escapedStrings: u32 = 0;

export function escapedTotal(): u32 {
  return escapedStrings;
}

@inline
function isHex(byte: u32): bool {
  return byte - ZERO <= 9 || (byte | 0x20) - 97 <= 5;
}

/** Bytes of the escape at `at`, or 0 when it is none. */
function escapeLength(at: usize): usize {
  const kind = <u32>load<u8>(at + 1);
  if (kind === 117) {
    for (let digit: usize = 2; digit < 6; digit++) if (!isHex(<u32>load<u8>(at + digit))) return 0;
    return 6;
  }
  // " / \ b f n r t
  const isKnown =
    kind === QUOTE || kind === 47 || kind === BACKSLASH || kind === 98 || kind === 102 || kind === 110 || kind === 114 || kind === 116;
  return isKnown ? 2 : 0;
}

/** Whether the escape at `at` stands for printable ASCII and was not needed: `\/`, or `\u0061`. */
function isNeedless(at: usize): bool {
  if (<u32>load<u8>(at + 1) === 47) return true;
  const isAscii = <u32>load<u8>(at + 1) === 117 && <u32>load<u16>(at + 2) === TWO_ZEROS;
  return isAscii && <u32>load<u8>(at + 4) - (ZERO + 2) <= 5;
}

@inline
function scramble(word: u32): u32 {
  return rotl(word * 0xcc9e2d51, 15) * 0x1b873593;
}

/** The same as `hashOfName` in `../string-hash.ts`. */
function hashOfName(from: usize, to: usize): u32 {
  let hash: u32 = 0;
  let at = from;
  for (; at + 4 <= to; at += 4) hash = rotl(hash ^ scramble(load<u32>(at)), 13) * 5 + 0xe6546b64;
  const rest = <u32>(to - at);
  const tail = rest === 0 ? 0 : load<u32>(at) & (0xffffffff >> (32 - (rest << 3)));
  hash ^= scramble(tail) ^ <u32>(to - from);
  hash = (hash ^ (hash >> 16)) * 0x85ebca6b;
  hash = (hash ^ (hash >> 13)) * 0xc2b2ae35;
  hash ^= hash >> 16;
  return hash === 0 ? 1 : hash;
}

/**
 * Strings as they are spelled, without what parts them.
 *
 * @param from address of the first byte behind an opening quote
 * @param last strings end before this address; 40 bytes behind it may be read
 * @param out where the spellings go, one behind the other
 * @param outLast address that no string may pass there; 16 bytes behind it may be written
 * @param ends where each string ends goes here, counted from `out` and with `base` added
 * @param hashes hash of each, 0 for one with an escape or longer than a name
 * @param escaped indexes of strings with an escape, but none that was needed, counted from 0, go here: see `mayReadLikeName`
 * @returns number of strings
 */
export function parseStrings(
  from: usize,
  last: usize,
  out: usize,
  outLast: usize,
  ends: usize,
  hashes: usize,
  escaped: usize,
  capacity: u32,
  base: u32,
): u32 {
  const quotes = i8x16.splat(<i8>QUOTE);
  const backslashes = i8x16.splat(<i8>BACKSLASH);
  let at = from;
  let written = out;
  let count: u32 = 0;
  let escapes: u32 = 0;
  while (count < capacity) {
    let read = at;
    let to = written;
    let hasEscape: u32 = 0;
    let needed: u32 = 0;
    let isWhole = false;
    while (read < last && to < outLast) {
      const bytes = v128.load(read);
      v128.store(to, bytes);
      const special = i8x16.bitmask(v128.or(i8x16.eq(bytes, quotes), i8x16.eq(bytes, backslashes)));
      if (special === 0) {
        read += 16;
        to += 16;
        continue;
      }
      const before = <usize>ctz(special);
      read += before;
      to += before;
      if (<u32>load<u8>(read) === QUOTE) {
        isWhole = load<u32>(read) === STRING_END;
        break;
      }
      const length = escapeLength(read);
      if (length === 0) break;
      if (!isNeedless(read)) needed = 1;
      store<u64>(to, load<u64>(read));
      read += length;
      to += length;
      hasEscape = 1;
    }
    if (!isWhole || read >= last || to >= outLast) break;
    store<u32>(ends + (<usize>count << 2), base + <u32>(to - out));
    const isName = hasEscape === 0 && to - written <= LONGEST_NAME;
    store<u32>(hashes + (<usize>count << 2), isName ? hashOfName(written, to) : 0);
    if (hasEscape !== 0 && needed === 0 && to - written <= LONGEST_SPELLING) {
      store<u32>(escaped + (<usize>escapes << 2), count);
      escapes += 1;
    }
    written = to;
    at = read + 4;
    count += 1;
  }
  stoppedAt = at;
  escapedStrings = escapes;
  return count;
}
