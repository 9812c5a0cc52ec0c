import type { FindingPath } from '../../findings/report-schema.js';
import { delayOfTimeoutMs, immediateCallback, isTimeout, repeats, timeoutCallback } from '../../graph/active-timers.js';
import { EdgeCode } from '../../graph/edge-codes.js';
import type { HeapGraph } from '../../graph/heap-graph.js';
import { ProgramPaths } from '../../graph/program-paths.js';
import { NodeType } from '../../snapshot/kinds.js';
import { calledFunction, isOfNode } from '../labels/closure-name.js';
import { globalObjects } from '../labels/global-object.js';
import { labelText } from '../labels/label-text.js';
import { describeEdges, strengthOf } from '../labels/retaining-path.js';
import { fileName } from '../labels/scope-owners.js';
import type { HeapView } from '../objects/heap-view.js';

/** A path that is longer by this factor, or by so many references, says less than a shorter one from a root that nobody knows. */
const SIMILAR_FACTOR = 1.5;
const SIMILAR_EDGES = 6;
/** The same where the shorter one begins inside of the engine. */
const UNKNOWN_FACTOR = 4;
/** References from the root to the global object, at most. */
const DEEPEST_GLOBAL = 4;

/** Where a path begins. */
interface PathStart {
  /** The first of the edges that are shown. */
  readonly at: number;
  readonly root: string | null;
  readonly kind: 'global' | 'module' | 'timer' | 'timer-of-node' | 'handle' | 'unknown';
}

/**
 * The retaining path to `node` as a reader is shown it: from a global, a module, a running timer or an open handle. How Node.js finds
 * its timers, handles and modules tells nothing. Where a finding is not about what Node.js runs, a path of similar length from the
 * program itself is shown instead of one from a timer or handle.
 *
 * @param about `machinery` for a finding whose place is a running timer or an open handle
 */
export function describeRootedPath(view: HeapView, node: number, about: 'machinery' | 'any' = 'any'): FindingPath {
  const { graph, tree } = view;
  const whole = tree.pathTo(node);
  const start = startOf(view, whole);
  const strength = strengthOf(tree.phase(node));
  const other = about === 'machinery' || isOfProgram(start) ? null : betterPath(view, node, start, whole.length);
  if (other === null) {
    const wholeEdges = start.kind === 'global' ? whole : [];
    return describeEdges(graph, { root: start.root, edges: whole.slice(start.at), wholeEdges, node, strength });
  }
  const first = graph.source(other[0]);
  const root = moduleText(view, first) ?? handleText(view, tree.parentEdge(first), first);
  const edges = root === null ? [...tree.pathTo(first), ...other] : other;
  return describeEdges(graph, { root, edges, wholeEdges: root === null ? edges : [], node, strength });
}

/** A path from the program or, where the own one begins at a timer of Node.js, from an open handle. */
function betterPath(view: HeapView, node: number, start: PathStart, length: number): number[] | null {
  const own = length - start.at;
  const most = start.kind === 'unknown' ? length * UNKNOWN_FACTOR : Math.max(own * SIMILAR_FACTOR, own + SIMILAR_EDGES);
  const isShort = (path: readonly number[] | null): boolean => path !== null && path.length > 0 && path.length <= most;
  const ofProgram = pathFrom(view, 'program', node);
  if (isShort(ofProgram)) return ofProgram;
  const ofHandle = start.kind === 'timer-of-node' ? pathFrom(view, 'handles', node) : null;
  return isShort(ofHandle) ? ofHandle : null;
}

function isOfProgram({ kind }: PathStart): boolean {
  return kind === 'global' || kind === 'module';
}

function startOf(view: HeapView, edges: readonly number[]): PathStart {
  const { graph } = view;
  const nodes = edges.map((edge) => graph.target(edge));
  const timers = timersOf(view);
  const timer = nodes.findLastIndex((node) => timers.has(node));
  if (timer !== -1) return { at: timer + 1, ...timerStart(view, nodes[timer]) };
  const globals = globalObjects(graph);
  if (nodes.slice(0, DEEPEST_GLOBAL).some((node) => globals.includes(node)))
    return { at: 0, root: null, kind: 'global' };
  const first = nodes.findIndex((node) => !isRootStructure(graph, node));
  const handle = first === -1 ? null : handleText(view, edges[first], nodes[first]);
  const module = handle === null ? nodes.findLastIndex((node) => moduleText(view, node) !== null) : -1;
  if (module !== -1) return { at: module + 1, root: moduleText(view, nodes[module]), kind: 'module' };
  return handle === null ? { at: 0, root: null, kind: 'unknown' } : { at: first + 1, root: handle, kind: 'handle' };
}

/** What is above all objects: `(GC roots)`, `(Global handles)` and what is native below them. */
function isRootStructure(graph: HeapGraph, node: number): boolean {
  const type = graph.nodeType(node);
  return type === NodeType.synthetic || (type === NodeType.native && !graph.nodeName(node).startsWith('Node / '));
}

/** `open handle (TCP)`, or null when the node is none. @param edge from what Node.js keeps it in */
function handleText({ graph, labels }: HeapView, edge: number, node: number): string | null {
  const ofEdge = edge === -1 ? null : labels.label(edge, graph.source(edge));
  const label = ofEdge?.kind === 'handle' ? ofEdge : labels.owner(node);
  return label.kind === 'handle' && label.ownerNode === node ? labelText(label.owner, []) : null;
}

/** `module app.js` for the outermost scope of a file of the program; null for any other node. */
function moduleText({ graph, labels }: HeapView, node: number): string | null {
  if (!graph.isContext(node)) return null;
  const owner = labels.scopeOwner(node);
  return owner?.kind !== 'module' || owner.file.startsWith('node:') ? null : `module ${fileName(owner.file)}`;
}

/** `running timer (setInterval 30 s at poll.js:12)`. */
function timerStart(view: HeapView, timer: number): Pick<PathStart, 'root' | 'kind'> {
  const { graph } = view;
  const isTimed = isTimeout(graph, timer);
  const callback = isTimed ? timeoutCallback(graph, timer) : immediateCallback(graph, timer);
  const place = callback === -1 ? null : (calledFunction(view, callback)?.place ?? null);
  const at = place === null ? '' : ` at ${fileName(place.file)}:${place.line}`;
  const ms = isTimed ? delayOfTimeoutMs(graph, timer) : null;
  const timed = repeats(graph, timer) ? 'setInterval' : 'setTimeout';
  const call = isTimed ? `${timed}${ms === null ? '' : ` ${durationText(ms)}`}` : 'setImmediate';
  return {
    root: `running timer (${call}${at})`,
    kind: place === null || isOfNode(place) ? 'timer-of-node' : 'timer',
  };
}

/** In the largest unit of which there are two or more. */
function durationText(ms: number): string {
  const units = [
    [3_600_000, 'h'],
    [60_000, 'min'],
    [1000, 's'],
  ] as const;
  for (const [size, unit] of units) if (ms >= size * 2) return `${Math.round(ms / size)} ${unit}`;
  return ms >= 1000 ? '1 s' : `${Math.round(ms)} ms`;
}

const timerSets = new WeakMap<HeapView, ReadonlySet<number>>();

function timersOf(view: HeapView): ReadonlySet<number> {
  const known = timerSets.get(view) ?? new Set(view.timers.timers);
  timerSets.set(view, known);
  return known;
}

/** Where the paths of a search start. */
type Starts = 'program' | 'handles';

/** Found when a path first needs them. */
const searches: Readonly<Record<Starts, WeakMap<HeapView, ProgramPaths>>> = {
  program: new WeakMap(),
  handles: new WeakMap(),
};

/** The shortest path from the global object or a module of the program, or from an open handle; null when there is none. */
function pathFrom(view: HeapView, starts: Starts, node: number): number[] | null {
  const { graph, timers } = view;
  let paths = searches[starts].get(view);
  if (paths === undefined) {
    const from = starts === 'program' ? [...globalObjects(graph), ...moduleScopes(view)] : openHandles(view);
    paths = new ProgramPaths(graph, from, (edge) => timers.isLink(edge));
    searches[starts].set(view, paths);
  }
  return paths.pathTo(node);
}

function moduleScopes(view: HeapView): number[] {
  const { graph, tree } = view;
  return [...graph.contexts()].filter((scope) => tree.isStronglyReached(scope) && moduleText(view, scope) !== null);
}

/** Objects of open handles, which are roots. */
function openHandles({ graph, tree }: HeapView): number[] {
  const handles = new Set<number>();
  for (let edge = 0; edge < graph.edgeCount; edge += 1) {
    if (graph.edgeCode(edge) !== EdgeCode.handleRoot) continue;
    const target = graph.target(edge);
    if (graph.nodeType(target) === NodeType.object && tree.isStronglyReached(target)) handles.add(target);
  }
  return [...handles];
}
