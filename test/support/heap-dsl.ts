import { Readable } from 'node:stream';
import { openSnapshotStream } from '../../src/snapshot/byte-source.js';
import type { SnapshotColumns } from '../../src/snapshot/columns.js';
import { readSnapshot } from '../../src/snapshot/read-snapshot.js';
import { HeapArray, HeapMap, HeapSet, HeapWeakMap } from './heap-dsl-collections.js';
import {
  HeapNode,
  type NodeHost,
  type NodeOptions,
  type Place,
  type Value,
  type WireNodeType,
} from './heap-dsl-node.js';
import { findReachable, type NodeVersion, writeSnapshot } from './heap-dsl-writer.js';

export { HeapArray, HeapMap, HeapSet, HeapWeakMap } from './heap-dsl-collections.js';
export { HeapNode, type NodeOptions, type Place, type Value } from './heap-dsl-node.js';
export type { NodeVersion } from './heap-dsl-writer.js';

const DEFAULT_SIZES: Partial<Record<WireNodeType, number>> = {
  object: 48,
  closure: 64,
  code: 56,
  hidden: 48,
  string: 24,
  number: 16,
  array: 32,
  symbol: 24,
  bigint: 24,
  regexp: 56,
  'object shape': 72,
};

/** The children of `(GC roots)`, in V8's order. */
const GC_ROOTS = [
  '(Internalized strings)',
  '(External strings)',
  '(Read-only roots)',
  '(Strong roots)',
  '(Smi roots)',
  '(Bootstrapper)',
  '(Stack roots)',
  '(Relocatable)',
  '(Debugger)',
  '(Compilation cache)',
  '(Handle scope)',
  '(Builtins)',
  '(Global handles)',
  '(Traced handles)',
] as const;
export type GcRootName = (typeof GC_ROOTS)[number];

/** Options of {@link HeapBuilder}. */
export interface HeapOptions {
  /** Whose layout and spellings to write; '20' when not given. */
  readonly version?: NodeVersion;
  /** Whether small integers and doubles appear with their values, as when captured with numbers; true when not given. */
  readonly captureNumbers?: boolean;
}

/** Options of {@link HeapBuilder.toJson}. */
export interface SnapshotOptions {
  /** Adds unreachable nodes, as a snapshot taken without a collection would not. */
  readonly keepGarbage?: boolean;
  /** Another order of the nodes behind the root; in order of creation when not given. */
  readonly order?: (a: HeapNode, b: HeapNode) => number;
}

/** Options of {@link HeapBuilder.closure}. */
export interface ClosureOptions extends NodeOptions {
  /** Its context, or the variables of a new one. */
  readonly context?: HeapNode | Readonly<Record<string, Value>>;
  /** Strings in the constant pool of its bytecode; it has none when not given, as a function that never ran. */
  readonly words?: readonly string[];
}

/** A class with its prototype and constructor: objects made of it know their source. */
export interface HeapClass {
  readonly name: string;
  readonly prototype: HeapNode;
  readonly constructorFunction: HeapNode;
  readonly place: Place;
}

/**
 * A process in small: build objects, change them, and take a snapshot whenever you like. Node ids persist from one
 * snapshot to the next, as in a live process, and what is not reachable any more is left out, as after a collection.
 *
 * ```
 *   (root) ──shortcut──▶ global ──pool──▶ Pool ──idle──▶ Array ──[0]──▶ Conn
 *      │                                                   └─elements─▶ (object elements) ──0──▶ Conn
 *      └──▶ (GC roots) ──▶ (Global handles) …
 * ```
 * ```ts
 * const heap = new HeapBuilder();
 * const conn = heap.object('Conn', { id: 1001 }).property('closed', false);
 * const idle = heap.array([conn]);
 * heap.global.property('pool', heap.object('Pool').property('idle', idle).property('max', 10));
 * const before = await heap.toColumns();
 * conn.property('closed', true);
 * idle.push(heap.object('Conn'));
 * const after = await heap.toColumns(); // same ids, one node more
 * ```
 */
export class HeapBuilder implements NodeHost {
  readonly version: NodeVersion;
  /** Node 0. */
  readonly root: HeapNode;
  readonly gcRoots: HeapNode;
  readonly global: HeapNode;
  /** Birth times: (µs since the start of tracking, last id then). */
  readonly samples: [number, number][] = [];
  readonly #captureNumbers: boolean;
  readonly #nodes: HeapNode[] = [];
  readonly #ids = new Set<number>();
  readonly #shared = new Map<string, HeapNode>();
  readonly #scriptIds = new Map<string, number>();
  readonly #gcRoots = new Map<GcRootName, HeapNode>();
  readonly #timers = new Map<number, HeapNode[]>();
  #nextId = 1;
  #nextNativeId = 1_683_176_160;

  constructor(options: HeapOptions = {}) {
    this.version = options.version ?? '20';
    this.#captureNumbers = options.captureNumbers ?? true;
    this.root = this.allocate('synthetic', '');
    this.gcRoots = this.allocate('synthetic', '(GC roots)');
    this.root.element(1, this.gcRoots);
    GC_ROOTS.forEach((name, index) => {
      const node = this.allocate('synthetic', name);
      this.gcRoots.element(index + 1, node);
      this.#gcRoots.set(name, node);
    });
    const nativeContext = this.allocate('hidden', 'system / NativeContext', { size: 2264 });
    this.global = this.allocate('object', this.version === '26' ? 'Object' : 'global', { size: 40 });
    nativeContext.internal('extension', this.global);
    this.gcRoot('(Global handles)').internal('1', nativeContext);
    this.root.edge('shortcut', '2', this.version === '26' ? nativeContext : this.global);
    // Ids of what the program makes start at a round number, whatever the layout needs before.
    this.#nextId = 101;
  }

  /** A child of `(GC roots)`. */
  gcRoot(name: GcRootName): HeapNode {
    const root = this.#gcRoots.get(name);
    if (root === undefined) throw new Error(`no such root: ${name}`);
    return root;
  }

  /** A node of any type. */
  allocate(type: WireNodeType, name: string, options: NodeOptions = {}): HeapNode {
    return this.#register(
      new HeapNode(this, type, name, this.#takeId(options.id), { size: DEFAULT_SIZES[type] ?? 0, ...options }),
    );
  }

  /** An object of a class, given by name or made by {@link class}. */
  object(of: string | HeapClass = 'Object', options: NodeOptions = {}): HeapNode {
    if (typeof of === 'string') return this.allocate('object', of, options);
    return this.allocate('object', of.name, { place: of.place, ...options }).property('__proto__', of.prototype);
  }

  /** A class whose place in the source a snapshot tells. */
  class(name: string, place: Place): HeapClass {
    const constructorFunction = this.closure(name, { place });
    const prototype = this.object('Object').property('constructor', constructorFunction);
    constructorFunction.property('prototype', prototype);
    return { name, prototype, constructorFunction, place };
  }

  array(items: readonly Value[] = [], options: NodeOptions = {}): HeapArray {
    return this.#register(new HeapArray(this, this.#takeId(options.id), items, options));
  }

  map(entries: Iterable<readonly [Value, Value]> = [], options: NodeOptions = {}): HeapMap {
    return this.#register(new HeapMap(this, this.#takeId(options.id), entries, options));
  }

  set(values: Iterable<Value> = [], options: NodeOptions = {}): HeapSet {
    return this.#register(new HeapSet(this, this.#takeId(options.id), values, options));
  }

  weakMap(options: NodeOptions = {}): HeapWeakMap {
    return this.#register(new HeapWeakMap(this, this.#takeId(options.id), options));
  }

  weakRef(target: HeapNode, options: NodeOptions = {}): HeapNode {
    return this.allocate('object', 'WeakRef', options).weak('target', target);
  }

  /** A function; its place needs the script, which is reached through `shared`. */
  closure(name: string, options: ClosureOptions = {}): HeapNode {
    const { context, words, ...nodeOptions } = options;
    const closure = this.allocate('closure', name, nodeOptions);
    if (nodeOptions.place !== undefined || words !== undefined) {
      const shared = this.shared(name, words);
      closure.internal('shared', shared);
      const edge = Number(this.version) >= 22 ? 'script' : 'script_or_debug_info';
      if (nodeOptions.place !== undefined) shared.internal(edge, this.script(nodeOptions.place.file));
    }
    if (context !== undefined)
      closure.internal('context', context instanceof HeapNode ? context : this.context(context));
    return closure;
  }

  /** What all closures of one function share: it stays when they are gone, for the function around it refers to it. */
  shared(name: string, words?: readonly string[]): HeapNode {
    const shared = this.allocate('code', name).internal('name_or_scope_info', this.string(name));
    if (words !== undefined) this.#addBytecode(shared, words);
    return shared;
  }

  /** A scope with its variables; `previous` is the one around it. */
  context(variables: Readonly<Record<string, Value>> = {}, previous?: HeapNode): HeapNode {
    const context = this.allocate('object', 'system / Context', { size: 40 });
    for (const [name, value] of Object.entries(variables)) context.variable(name, value);
    return previous === undefined ? context : context.internal('previous', previous);
  }

  /** The script of a file. */
  script(file: string): HeapNode {
    if (!this.#scriptIds.has(file)) this.#scriptIds.set(file, this.#scriptIds.size + 60);
    return this.#once(`script ${file}`, () =>
      this.allocate('code', file, { size: 144 }).internal('name', this.string(file)),
    );
  }

  /** A bound function. */
  bound(target: HeapNode, boundThis: Value, ...boundArguments: Value[]): HeapNode {
    const bound = this.allocate('closure', 'native_bind').internal('bound_function', target);
    const self = this.nodeOf(boundThis);
    if (self !== null) bound.internal('bound_this', self);
    boundArguments.forEach((value, index) => {
      const to = this.nodeOf(value);
      if (to !== null) bound.edge('shortcut', `bound_argument_${index}`, to);
    });
    return bound;
  }

  /** A promise: settled with a value, or pending when none is given. */
  promise(settled?: HeapNode): HeapNode {
    const promise = this.allocate('object', 'Promise');
    return settled === undefined ? promise : promise.internal('reactions_or_result', settled);
  }

  /**
   * An active timer, kept by the list of all timers of its duration:
   * `(Global handles) → processTimers → context → timerListMap → TimersList ⇄ Timeout → callback`.
   */
  timeout(callback: HeapNode, durationMs: number): HeapNode {
    const timer = this.object('Timeout', { size: 176 }).properties({
      _idleTimeout: durationMs,
      _onTimeout: callback,
      _destroyed: false,
    });
    const ring = this.#timersOf(durationMs);
    linkTimers(ring[ring.length - 1], timer);
    linkTimers(timer, ring[0]);
    ring.push(timer);
    return timer;
  }

  /** Takes a timer off its list, as `clearTimeout` does. */
  clearTimeout(timer: HeapNode): void {
    for (const ring of this.#timers.values()) {
      const at = ring.indexOf(timer);
      if (at === -1) continue;
      ring.splice(at, 1);
      linkTimers(ring[at - 1], ring[at % ring.length]);
      timer.properties({ _idlePrev: null, _idleNext: null, _onTimeout: null, _destroyed: true });
    }
  }

  /**
   * An open handle of libuv, such as `TCP`: a root of its own, which keeps its owner until {@link closeHandle}.
   * `(Global handles) → TCP ⇄ Node / TCPWrap`, `TCP.<symbol owner_symbol> → owner`.
   */
  handle(name: string, owner: HeapNode): HeapNode {
    this.#nextNativeId += 32;
    const id = this.#nextNativeId;
    const handle = this.object(name, { size: 56 }).symbol('owner_symbol', owner);
    const native = this.allocate('native', `Node / ${name}Wrap`, { id, size: 408 }).internal(
      'native_to_javascript',
      handle,
    );
    handle.internal('javascript_to_native', native);
    this.root.element(this.root.edges.length + 1, native);
    this.gcRoot('(Global handles)').internal(String(this.gcRoot('(Global handles)').edges.length + 1), handle);
    return handle;
  }

  /** The handle is a root no more. */
  closeHandle(handle: HeapNode): void {
    for (const root of [this.root, this.gcRoot('(Global handles)')]) {
      const kept = root.edges.filter(
        ({ to }) =>
          to !== handle && !to.edges.some((edge) => edge.name === 'native_to_javascript' && edge.to === handle),
      );
      root.edges.splice(0, root.edges.length, ...kept);
    }
  }

  string(text: string): HeapNode {
    return this.#once(`string ${text}`, () => this.allocate('string', text));
  }

  /** The node that stands for a value, or `null` where V8 writes none. */
  nodeOf(value: Value): HeapNode | null {
    if (value instanceof HeapNode) return value;
    if (typeof value === 'string') return this.string(value);
    return typeof value === 'number' ? this.#number(value) : this.#oddball(String(value));
  }

  /** The text of a snapshot of the heap as it is now. */
  toJson(options: SnapshotOptions = {}): string {
    const reachable = options.keepGarbage === true ? null : findReachable(this.root);
    const nodes = this.#nodes.filter((node) => node !== this.root && reachable?.has(node) !== false);
    if (options.order !== undefined) nodes.sort(options.order);
    return writeSnapshot([this.root, ...nodes], {
      version: this.version,
      scriptIds: this.#scriptIds,
      samples: this.samples,
    });
  }

  /** The same, through the real reader. */
  toColumns(options: SnapshotOptions = {}): Promise<SnapshotColumns> {
    return readSnapshot(openSnapshotStream(Readable.from([Buffer.from(this.toJson(options))]), 'heap'));
  }

  #addBytecode(shared: HeapNode, words: readonly string[]): void {
    const pool = this.allocate('code', '(constant pool)');
    for (const [index, word] of words.entries()) pool.internal(String(index), this.string(word));
    const bytecode = this.allocate('code', 'system / BytecodeArray').hidden(0, pool);
    shared.internal(Number(this.version) >= 24 ? 'trusted_function_data' : 'function_data', bytecode);
  }

  /** The list of the timers of one duration, and these in a ring with it. */
  #timersOf(durationMs: number): HeapNode[] {
    const known = this.#timers.get(durationMs);
    if (known !== undefined) return known;
    const list = this.object('TimersList', { size: 136 }).property('msecs', durationMs);
    this.#timerListMap().element(durationMs, list);
    const ring = [list];
    this.#timers.set(durationMs, ring);
    return ring;
  }

  #timerListMap(): HeapNode {
    return this.#once('timerListMap', () => {
      const map = this.object('Object');
      const handles = this.gcRoot('(Global handles)');
      handles.internal(
        String(handles.edges.length + 1),
        this.closure('processTimers', { context: { timerListMap: map } }),
      );
      return map;
    });
  }

  /** Up to Node 22 a nameless oddball with its spelling behind hidden edge 0, later a node of that name. */
  #oddball(text: string): HeapNode {
    return this.#once(`oddball ${text}`, () =>
      Number(this.version) >= 24
        ? this.allocate('hidden', text)
        : this.allocate('hidden', 'system / Oddball').hidden(0, this.string(text)),
    );
  }

  #number(value: number): HeapNode | null {
    if (!this.#captureNumbers) return null;
    const isSmall = Number.isInteger(value) && Math.abs(value) < 2 ** 30;
    const smallName = this.version === '26' ? 'int' : 'smi number';
    const name = isSmall ? smallName : 'heap number';
    const make = (): HeapNode =>
      this.allocate('number', name, { size: isSmall ? 0 : 16 }).internal('value', this.string(String(value)));
    return this.#once(`${name} ${value}`, make);
  }

  #once(key: string, make: () => HeapNode): HeapNode {
    const known = this.#shared.get(key);
    if (known !== undefined) return known;
    const made = make();
    this.#shared.set(key, made);
    return made;
  }

  #register<Kind extends HeapNode>(node: Kind): Kind {
    this.#nodes.push(node);
    return node;
  }

  #takeId(wanted: number | undefined): number {
    if (wanted !== undefined && this.#ids.has(wanted)) throw new Error(`node id ${wanted} is taken`);
    let id = wanted ?? this.#nextId;
    if (wanted === undefined) {
      while (this.#ids.has(id)) id += 2;
      this.#nextId = id + 2;
    }
    this.#ids.add(id);
    return id;
  }
}

function linkTimers(first: HeapNode, second: HeapNode): void {
  first.property('_idleNext', second);
  second.property('_idlePrev', first);
}
