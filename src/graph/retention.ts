import { EDGE_TYPE_BITS, EDGE_TYPE_MASK, type SnapshotColumns } from '../snapshot/columns.js';
import { EdgeType, NodeType } from '../snapshot/kinds.js';
import type { StringTable } from '../snapshot/string-table.js';
import { EdgeCode } from './edge-codes.js';
import { NumberList } from './number-list.js';

const EPHEMERON_NAME = / \/ part of key .* pair in WeakMap \(table @(\d+)\)$/s;
const TRANSIENT_ROOTS = new Set(['(Stack roots)', '(Handle scope)', '(Handle scopes)', '(Debugger)', '(Relocatable)']);
const GLOBAL_HANDLES = '(Global handles)';
const WRAPPER_EDGE = 'javascript_to_native';
const HTTP_PARSER = 'HTTPParser';
const ASYNC_WRAP = 'AsyncWrap';
const JOB_SCOPED_EDGE = 'weak_refs_keep_during_job';
const WEAK_CELL = 'system / WeakCell';
/** What is known of a name of internal edges. */
const UNREAD = 0;
const ANY_NAME = 1;
const ENTRY_NAME = 2;

/** For each edge from a WeakMap's key to its value: the ordinal of the table. */
export type EphemeronTables = ReadonlyMap<number, number>;

/** For each edge from a cell of a FinalizationRegistry to the held value: the ordinal of the cell's target, if it lives. */
export type HeldFor = ReadonlyMap<number, number>;

/**
 * The one place that decides what keeps what. Rewrites the type bits of `edgeHeads` IN PLACE into
 * {@link EdgeCode}s, so that every later walk is a table look-up:
 * weak edges and shortcuts never retain (except the root's shortcut to the global object), entries of a
 * WeakMap retain through their key and only while the table lives, what the stack, the handle scope, the
 * debugger or a WeakRef read in this job hold is told apart, and so are native handles and the values that
 * a FinalizationRegistry holds.
 *
 * Self edges, and references that V8 lists twice, need no code: no walk is changed by either.
 * Observed on Node 18 to 26 (see docs/how-it-works.md).
 */
export function applyRetentionRules(columns: SnapshotColumns): { ephemeronTables: EphemeronTables; heldFor: HeldFor } {
  const rules = new RetentionRules(columns);
  rules.codeRoots();
  const { entries, cells } = rules.codeHandles();
  return { ephemeronTables: rules.codeEphemerons(entries), heldFor: rules.codeHeldValues(cells) };
}

/** What one pass over all nodes and edges finds, for rules that are about few of them. */
interface Candidates {
  readonly entries: EphemeronEntries;
  /** Ordinals of nodes named as a cell of a FinalizationRegistry is, ascending. */
  readonly cells: Uint32Array;
}

interface EphemeronEntries {
  /** Edges named as an entry of a WeakMap is, ascending. */
  readonly edges: Uint32Array;
  /** The nodes that they leave. */
  readonly sources: Uint32Array;
  /** Ids of tables by index of the edges' names. */
  readonly tableIds: ReadonlyMap<number, number>;
}

class RetentionRules {
  private readonly columns: SnapshotColumns;
  /** Whether a node of this name is a native handle, by index of the name. */
  private readonly handleNames = new Map<number, boolean>();
  /** Index of the name of the edge from a wrapper to its handle, or -1. */
  private readonly wrapperEdge: number;
  /** Index of the name of the edge to what an object inherits from, or -1. */
  private readonly proto: number;

  constructor(columns: SnapshotColumns) {
    this.columns = columns;
    this.wrapperEdge = columns.strings.indexOf(WRAPPER_EDGE);
    this.proto = columns.strings.indexOf('__proto__');
  }

  /** Roots are few, and near node 0: only their edges are looked at. */
  codeRoots(): void {
    const { columns } = this;
    this.recodeEdges(0, (_, type) => (type === EdgeType.shortcut ? EdgeCode.rootShortcut : null));
    for (let edge = columns.firstEdges[0]; edge < columns.firstEdges[1]; edge += 1) {
      const root = this.target(edge);
      if (
        columns.nodeTypes[root] !== NodeType.synthetic ||
        columns.strings.get(columns.nodeNames[root]) !== '(GC roots)'
      )
        continue;
      for (let e = columns.firstEdges[root]; e < columns.firstEdges[root + 1]; e += 1)
        this.codeRootGroup(this.target(e));
    }
  }

  /**
   * Native handles hang right under the root, and once more below Node's environment (its clean-up queue lists all
   * of them). Wherever native code holds one, that is the handle being open, not somebody using it.
   *
   * The one loop over all edges, so the other rules have it look for them as well.
   */
  codeHandles(): Candidates {
    const { nodeCount, nodeTypes, nodeNames, firstEdges, edgeHeads, edgeNames, strings } = this.columns;
    const cellName = strings.indexOf(WEAK_CELL);
    const edges = new NumberList();
    const sources = new NumberList();
    const cells = new NumberList();
    const tableIds = new Map<number, number>();
    // Of the names of internal edges, few differ: each is read once.
    const kinds = new Uint8Array(strings.count);
    let edge = 0;
    for (let node = 0; node < nodeCount; node += 1) {
      if (nodeNames[node] === cellName) cells.push(node);
      const nodeType = nodeTypes[node];
      const isNative = nodeType === NodeType.native || nodeType === NodeType.synthetic || node === 0;
      for (const end = firstEdges[node + 1]; edge < end; edge += 1) {
        const head = edgeHeads[edge];
        const type = head & EDGE_TYPE_MASK;
        if (type !== EdgeType.internal && (type !== EdgeType.element || !isNative)) continue;
        if (isNative && this.isNodeHandle(head >>> EDGE_TYPE_BITS)) {
          edgeHeads[edge] = ((head & ~EDGE_TYPE_MASK) | EdgeCode.handleRoot) >>> 0;
        } else if (type === EdgeType.internal) {
          const name = edgeNames[edge];
          if (kinds[name] === UNREAD) kinds[name] = this.readKind(name, tableIds);
          if (kinds[name] === ANY_NAME) continue;
          edges.push(edge);
          sources.push(node);
        }
      }
    }
    return { entries: { edges: edges.take(), sources: sources.take(), tableIds }, cells: cells.take() };
  }

  private readKind(name: number, tableIds: Map<number, number>): number {
    const id = tableIdOf(this.columns.strings, name);
    if (id === null) return ANY_NAME;
    tableIds.set(name, id);
    return ENTRY_NAME;
  }

  private codeRootGroup(group: number): void {
    const { columns } = this;
    const name = columns.strings.get(columns.nodeNames[group]);
    if (TRANSIENT_ROOTS.has(name)) {
      this.recodeEdges(group, () => EdgeCode.transientRoot);
    } else if (name === GLOBAL_HANDLES) {
      this.recodeEdges(group, (edge) => (this.isHandleWrapper(this.target(edge)) ? EdgeCode.handleRoot : null));
    } else if (name === '(Strong roots)') {
      this.recodeEdges(group, (edge, type) =>
        type === EdgeType.internal && columns.strings.get(columns.edgeNames[edge]) === JOB_SCOPED_EDGE
          ? EdgeCode.jobScoped
          : null,
      );
    }
  }

  /** A native object that Node.js wraps around a libuv handle or request: `Node / TCPSocketWrap`. */
  private isNodeHandle(node: number): boolean {
    const type = this.columns.nodeTypes[node];
    if (type !== NodeType.native && type !== NodeType.synthetic) return false;
    const index = this.columns.nodeNames[node];
    let known = this.handleNames.get(index);
    if (known === undefined) {
      known = isHandleName(this.columns.strings.get(index));
      this.handleNames.set(index, known);
    }
    return known;
  }

  /**
   * A JavaScript object that stands for a native handle, such as the `TCP` behind a socket. The parser of an open
   * HTTP connection has no native object in the snapshot: it is told by its name and by what it inherits from.
   */
  private isHandleWrapper(node: number): boolean {
    const { columns, wrapperEdge } = this;
    let inheritsFrom = -1;
    for (let edge = columns.firstEdges[node]; edge < columns.firstEdges[node + 1]; edge += 1) {
      const type = columns.edgeHeads[edge] & EDGE_TYPE_MASK;
      const name = columns.edgeNames[edge];
      if (type === EdgeType.internal && name === wrapperEdge) return this.isNodeHandle(this.target(edge));
      if (type === EdgeType.property && name === this.proto) inheritsFrom = columns.nodeNames[this.target(edge)];
    }
    const { strings, nodeNames } = columns;
    return (
      inheritsFrom !== -1 && strings.get(nodeNames[node]) === HTTP_PARSER && strings.get(inheritsFrom) === ASYNC_WRAP
    );
  }

  /**
   * V8 lists a WeakMap's entry as two internal edges of one name, from the key and from the table, and
   * that name ends with the table's node id.
   */
  codeEphemerons({ edges, sources, tableIds }: EphemeronEntries): EphemeronTables {
    const { edgeHeads, edgeNames, nodeIds } = this.columns;
    const ofEdge = new Map<number, number>();
    const tables = this.findTables(sources, tableIds);
    for (const [place, edge] of edges.entries()) {
      const tableId = tableIds.get(edgeNames[edge]) ?? -1;
      const table = tables.get(tableId);
      const fromTable = tableId === nodeIds[sources[place]];
      // A table that is not in the snapshot is gone: then no key keeps the value.
      const code = fromTable || table === undefined ? EdgeCode.ephemeronTable : EdgeCode.ephemeronValue;
      edgeHeads[edge] = ((edgeHeads[edge] & ~EDGE_TYPE_MASK) | code) >>> 0;
      if (!fromTable && table !== undefined) ofEdge.set(edge, table);
    }
    return ofEdge;
  }

  /**
   * A cell of a FinalizationRegistry: hidden edge 0 leads to the registry, the next one to the held value, later ones to
   * neighbours in lists; the target is weak. The registry does keep the value, until the target is collected.
   */
  codeHeldValues(cells: Uint32Array): HeldFor {
    const { columns } = this;
    const heldFor = new Map<number, number>();
    for (const node of cells) {
      if (columns.nodeTypes[node] === NodeType.object) continue;
      let held = -1;
      let target = -1;
      for (let edge = columns.firstEdges[node]; edge < columns.firstEdges[node + 1]; edge += 1) {
        const type = columns.edgeHeads[edge] & EDGE_TYPE_MASK;
        if (type === EdgeType.weak && columns.strings.get(columns.edgeNames[edge]) === 'target')
          target = this.target(edge);
        const isValue = type === EdgeType.hidden && columns.edgeNames[edge] > 0;
        if (isValue && held === -1 && columns.nodeNames[this.target(edge)] !== columns.nodeNames[node]) held = edge;
      }
      if (held === -1) continue;
      columns.edgeHeads[held] = ((columns.edgeHeads[held] & ~EDGE_TYPE_MASK) | EdgeCode.heldValue) >>> 0;
      if (target !== -1) heldFor.set(held, target);
    }
    return heldFor;
  }

  /** Ordinals of tables by their id. As a rule each has an entry of its own; of one that has none, the id is looked for. */
  private findTables(sources: Uint32Array, tableIds: ReadonlyMap<number, number>): Map<number, number> {
    const { nodeIds, nodeCount } = this.columns;
    const tables = new Map<number, number>();
    const missing = new Set(tableIds.values());
    for (const node of sources) if (missing.delete(nodeIds[node])) tables.set(nodeIds[node], node);
    for (let node = 0; node < nodeCount && missing.size > 0; node += 1)
      if (missing.delete(nodeIds[node])) tables.set(nodeIds[node], node);
    return tables;
  }

  private recodeEdges(node: number, code: (edge: number, type: number) => EdgeCode | null): void {
    const { firstEdges, edgeHeads } = this.columns;
    for (let edge = firstEdges[node]; edge < firstEdges[node + 1]; edge += 1) {
      const type = edgeHeads[edge] & EDGE_TYPE_MASK;
      if (type === EdgeType.weak) continue;
      const wanted = code(edge, type);
      if (wanted !== null) edgeHeads[edge] = ((edgeHeads[edge] & ~EDGE_TYPE_MASK) | wanted) >>> 0;
    }
  }

  private target(edge: number): number {
    return this.columns.edgeHeads[edge] >>> EDGE_TYPE_BITS;
  }
}

/** Node id of the WeakMap's table that an edge name speaks of, or null. */
function tableIdOf(strings: StringTable, name: number): number | null {
  // Cheap look at the last byte before a decode: nearly all names fail here.
  if (!strings.endsWith(name, ')')) return null;
  const match = EPHEMERON_NAME.exec(strings.get(name));
  return match === null ? null : Number(match[1]);
}

function isHandleName(name: string): boolean {
  return /^Node \/ .*(Wrap|Parser|Handle|Port)$/.test(name) && name !== 'Node / ModuleWrap';
}
