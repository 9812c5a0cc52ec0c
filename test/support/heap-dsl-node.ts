/** V8's own names of node types, as a snapshot spells them. */
export const WIRE_NODE_TYPES = [
  'hidden',
  'array',
  'string',
  'object',
  'code',
  'closure',
  'regexp',
  'number',
  'native',
  'synthetic',
  'concatenated string',
  'sliced string',
  'symbol',
  'bigint',
  'object shape',
] as const;
export type WireNodeType = (typeof WIRE_NODE_TYPES)[number];

export const WIRE_EDGE_TYPES = ['context', 'element', 'property', 'internal', 'hidden', 'shortcut', 'weak'] as const;
export type WireEdgeType = (typeof WIRE_EDGE_TYPES)[number];

/** What a property, an element or a variable may hold. */
export type Value = HeapNode | string | number | boolean | null | undefined;

/** One reference, as the snapshot will list it. */
export interface HeapEdge {
  readonly type: WireEdgeType;
  /** A number for `element` and `hidden` edges. */
  readonly name: string | number;
  readonly to: HeapNode;
  /** Set on an entry of a WeakMap: the reference counts only while both of these are reachable. */
  readonly whileAlive?: readonly [key: HeapNode, table: HeapNode];
}

/** A place in a file; line and column are 0-based, as in a snapshot. */
export interface Place {
  readonly file: string;
  readonly line: number;
  readonly column?: number;
}

/** Options of every node. */
export interface NodeOptions {
  /** V8's id, chosen by hand. Objects of JavaScript have odd ids, native ones even ids. */
  readonly id?: number;
  /** Shallow size in bytes. */
  readonly size?: number;
  /** 0 unknown, 1 attached, 2 detached. */
  readonly detachedness?: number;
  /** Allocation stack, 0 for none. */
  readonly traceNodeId?: number;
  /** Row of the `locations` section. */
  readonly place?: Place;
}

/** What a node needs from its heap. */
export interface NodeHost {
  nodeOf(value: Value): HeapNode | null;
  allocate(type: WireNodeType, name: string, options?: NodeOptions): HeapNode;
}

/** A node that is being built. All methods that add return the node itself. */
export class HeapNode {
  readonly type: WireNodeType;
  readonly name: string;
  readonly id: number;
  size: number;
  readonly options: NodeOptions;
  readonly edges: HeapEdge[] = [];
  /** Edges that follow from some other state, such as the items of an array, worked out when a snapshot is taken. */
  derived: () => readonly HeapEdge[] = () => [];
  readonly #host: NodeHost;
  #propertyStore: HeapNode | null = null;

  constructor(host: NodeHost, type: WireNodeType, name: string, id: number, options: NodeOptions) {
    this.#host = host;
    this.type = type;
    this.name = name;
    this.id = id;
    this.size = options.size ?? 0;
    this.options = options;
  }

  /** Adds an edge of any type. */
  edge(type: WireEdgeType, name: string | number, to: HeapNode): this {
    this.edges.push({ type, name, to });
    return this;
  }

  /**
   * Sets a property. A number appears only where the heap captures numbers. Setting it again replaces it, like an
   * assignment. With `outOfObject` the reference is listed a second time, from the property store.
   */
  property(name: string, value: Value, options: { readonly outOfObject?: boolean } = {}): this {
    this.remove(name);
    const to = this.#host.nodeOf(value);
    if (to === null) return this;
    this.edge('property', name, to);
    if (options.outOfObject === true) {
      if (this.#propertyStore === null) {
        this.#propertyStore = this.#host.allocate('hidden', 'system / PropertyArray', { size: 40 });
        this.internal('properties', this.#propertyStore);
      }
      this.#propertyStore.edge('hidden', this.#propertyStore.edges.length + 1, to);
    }
    return this;
  }

  /** Sets several properties. */
  properties(values: Readonly<Record<string, Value>>): this {
    for (const [name, value] of Object.entries(values)) this.property(name, value);
    return this;
  }

  /** Sets a property whose key is a symbol. */
  symbol(description: string, value: Value): this {
    return this.property(`<symbol ${description}>`, value);
  }

  /** Sets a private field, `#name`. */
  private(name: string, value: Value): this {
    return this.property(`#${name}`, value);
  }

  /** Deletes a property, like `delete node.name`; both listings of it go. */
  remove(name: string): this {
    const index = this.edges.findIndex((edge) => edge.type === 'property' && edge.name === name);
    if (index < 0) return this;
    const [removed] = this.edges.splice(index, 1);
    const listed = this.#propertyStore?.edges ?? [];
    const second = listed.findIndex((edge) => edge.to === removed?.to);
    if (second >= 0) listed.splice(second, 1);
    return this;
  }

  internal(name: string, to: HeapNode): this {
    return this.edge('internal', name, to);
  }

  hidden(index: number, to: HeapNode): this {
    return this.edge('hidden', index, to);
  }

  element(index: number, to: HeapNode): this {
    return this.edge('element', index, to);
  }

  weak(name: string, to: HeapNode): this {
    return this.edge('weak', name, to);
  }

  /** Sets a variable of a context. Setting it again replaces it. */
  variable(name: string, value: Value): this {
    const index = this.edges.findIndex((edge) => edge.type === 'context' && edge.name === name);
    if (index >= 0) this.edges.splice(index, 1);
    const to = this.#host.nodeOf(value);
    return to === null ? this : this.edge('context', name, to);
  }

  /** The value of a property or variable, `undefined` when there is none. */
  get(name: string): HeapNode | undefined {
    return this.edges.find((edge) => (edge.type === 'property' || edge.type === 'context') && edge.name === name)?.to;
  }

  /** All edges, as they are now. */
  outgoing(): readonly HeapEdge[] {
    return [...this.edges, ...this.derived()];
  }
}
