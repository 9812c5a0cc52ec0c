import { type HeapEdge, HeapNode, type NodeHost, type NodeOptions, type Value } from './heap-dsl-node.js';

/** Header slots of V8's hash tables: elements, deleted elements, buckets. */
const TABLE_HEADER = 3;
const POINTER_BYTES = 8;

/** An Array. Change `items` as you like; the next snapshot shows it. */
export class HeapArray extends HeapNode {
  readonly items: Value[];
  readonly #host: NodeHost;
  #store: HeapNode;
  #capacity: number;

  constructor(host: NodeHost, id: number, items: readonly Value[], options: NodeOptions) {
    super(host, 'object', 'Array', id, { size: 32, ...options });
    this.items = [...items];
    this.#host = host;
    this.#capacity = items.length;
    this.#store = this.#newStore();
    this.derived = () => this.#edges();
  }

  push(...values: Value[]): this {
    this.items.push(...values);
    return this;
  }

  /** Each item is listed twice: from the array as an element, and from its element store. A full store is replaced. */
  #edges(): readonly HeapEdge[] {
    if (this.items.length > this.#capacity) {
      this.#capacity = this.items.length + (this.items.length >> 1) + 16;
      this.#store = this.#newStore();
    }
    const edges: HeapEdge[] = [];
    this.items.forEach((item, index) => {
      const to = this.#host.nodeOf(item);
      if (to !== null) edges.push({ type: 'element', name: index, to });
    });
    if (this.#capacity > 0) edges.push({ type: 'internal', name: 'elements', to: this.#store });
    return edges;
  }

  #newStore(): HeapNode {
    const store = this.#host.allocate('array', '(object elements)', { size: 16 + this.#capacity * POINTER_BYTES });
    store.derived = () => slots(this.#host, this.items);
    return store;
  }
}

/** A Map. Change `entries` as you like; a key that is an integer does not appear in a snapshot. */
export class HeapMap extends HeapNode {
  readonly entries: Map<Value, Value>;

  constructor(host: NodeHost, id: number, entries: Iterable<readonly [Value, Value]>, options: NodeOptions) {
    super(host, 'object', 'Map', id, { size: 32, ...options });
    this.entries = new Map(entries);
    const table = host.allocate('array', '', { size: tableSize(this.entries.size, 3) });
    const resize = sizer(table);
    table.derived = () => {
      const entries = [...this.entries];
      resize(tableSize(entries.length, 3));
      return slots(
        host,
        tableSlots(
          entries.length,
          entries.map(([key, value]) => [key, value, undefined]),
        ),
      );
    };
    this.internal('table', table);
  }
}

/** A Set. Change `values` as you like. */
export class HeapSet extends HeapNode {
  readonly values: Set<Value>;

  constructor(host: NodeHost, id: number, values: Iterable<Value>, options: NodeOptions) {
    super(host, 'object', 'Set', id, { size: 32, ...options });
    this.values = new Set(values);
    const table = host.allocate('array', '', { size: tableSize(this.values.size, 2) });
    const resize = sizer(table);
    table.derived = () => {
      resize(tableSize(this.values.size, 2));
      return slots(
        host,
        tableSlots(
          this.values.size,
          [...this.values].map((value) => [value, undefined]),
        ),
      );
    };
    this.internal('table', table);
  }
}

/**
 * A WeakMap. An entry is four edges: two weak ones from the table, and twice the same `internal` one to the value, from
 * the table and from the key, whose name tells that it counts only while both live.
 */
export class HeapWeakMap extends HeapNode {
  readonly table: HeapNode;
  readonly #host: NodeHost;
  #next = 1;

  constructor(host: NodeHost, id: number, options: NodeOptions) {
    super(host, 'object', 'WeakMap', id, { size: 32, ...options });
    this.#host = host;
    this.table = host.allocate('array', '', { size: 104 });
    this.internal('table', this.table);
  }

  entry(key: HeapNode, value: Value): this {
    const to = this.#host.nodeOf(value);
    if (to === null) throw new Error('a number as the value of a WeakMap does not appear in a snapshot');
    const { table } = this;
    const pair = `part of key (${key.name} @${key.id}) -> value (${to.name} @${to.id}) pair in WeakMap (table @${table.id})`;
    const slot = TABLE_HEADER + table.edges.length;
    table.weak(String(slot), key).weak(String(slot + 1), to);
    key.edges.push({ type: 'internal', name: `${this.#next} / ${pair}`, to, whileAlive: [key, table] });
    table.edges.push({ type: 'internal', name: `${this.#next + 2} / ${pair}`, to, whileAlive: [key, table] });
    this.#next += 4;
    return this;
  }
}

/** V8's layout of an ordered hash table: header, buckets, then the entries, each with the slot of its chain. */
function tableSlots(count: number, entries: readonly (readonly Value[])[]): readonly Value[] {
  const header: Value[] = new Array(TABLE_HEADER + bucketsFor(count)).fill(undefined);
  return [...header, ...entries.flat()];
}

/** Sets the size of a table as it grows, unless a test has given it another one. */
function sizer(table: HeapNode): (size: number) => void {
  let last = table.size;
  return (size) => {
    if (table.size === last) table.size = size;
    last = size;
  };
}

function bucketsFor(count: number): number {
  return Math.max(2, 2 ** Math.ceil(Math.log2(Math.max(1, count))) / 2);
}

/** A table has room for two entries a bucket. */
function tableSize(count: number, slotsPerEntry: number): number {
  const buckets = bucketsFor(count);
  return 16 + (TABLE_HEADER + buckets + 2 * buckets * slotsPerEntry) * POINTER_BYTES;
}

/** The slots of a store that hold objects: numbers, booleans, null and undefined are not listed by it. */
function slots(host: NodeHost, values: readonly Value[]): readonly HeapEdge[] {
  const edges: HeapEdge[] = [];
  values.forEach((value, index) => {
    if (value === null || value === undefined || typeof value === 'boolean' || typeof value === 'number') return;
    const to = host.nodeOf(value);
    if (to !== null) edges.push({ type: 'internal', name: String(index), to });
  });
  return edges;
}
