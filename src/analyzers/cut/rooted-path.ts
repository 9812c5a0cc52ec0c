import type { FindingPath } from '../../findings/report-schema.js';
import { delayOfTimeoutMs, immediateCallback, isTimeout, repeats, timeoutCallback } from '../../graph/active-timers.js';
import { EdgeCode } from '../../graph/edge-codes.js';
import type { HeapGraph } from '../../graph/heap-graph.js';
import { ProgramPaths } from '../../graph/program-paths.js';
import { EdgeType, NodeType } from '../../snapshot/kinds.js';
import { calledFunction } from '../labels/function-name.js';
import { labelText } from '../labels/label-text.js';
import { describeEdges, strengthOf } from '../labels/retaining-path.js';
import { fileName } from '../labels/scope-labels.js';
import type { HeapView } from '../objects/heap-view.js';

/** A path that is longer by this factor, or by so many references, says less than a shorter one from a root that nobody knows. */
const SIMILAR_FACTOR = 1.5;
const SIMILAR_EDGES = 6;
/** References from the root to the global object, at most. */
const DEEPEST_GLOBAL = 4;

/** Where a path begins. */
interface PathStart {
  /** The first of the edges that are shown. */
  readonly at: number;
  readonly root: string | null;
  readonly kind: 'global' | 'module' | 'machinery' | 'unknown';
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
  const own = whole.length - start.at;
  const other = about === 'machinery' || isOfProgram(start) ? null : fromProgram(view, node);
  const isBetter =
    other !== null && (start.kind === 'unknown' || other.length <= Math.max(own * SIMILAR_FACTOR, own + SIMILAR_EDGES));
  if (!isBetter) {
    const wholeEdges = start.kind === 'machinery' ? [] : whole;
    return describeEdges(graph, { root: start.root, edges: whole.slice(start.at), wholeEdges, node, strength });
  }
  const first = graph.source(other[0]);
  const isModule = graph.isContext(first);
  const edges = isModule ? other : [...tree.pathTo(first), ...other];
  const root = isModule ? moduleText(view, first) : null;
  return describeEdges(graph, { root, edges, wholeEdges: isModule ? [] : edges, node, strength });
}

function isOfProgram({ kind }: PathStart): boolean {
  return kind === 'global' || kind === 'module';
}

function startOf(view: HeapView, edges: readonly number[]): PathStart {
  const { graph } = view;
  const nodes = edges.map((edge) => graph.target(edge));
  const timers = timersOf(view);
  const timer = nodes.findLastIndex((node) => timers.has(node));
  if (timer !== -1) return { at: timer + 1, root: timerText(view, nodes[timer]), kind: 'machinery' };
  const globals = globalObjects(graph);
  if (nodes.slice(0, DEEPEST_GLOBAL).some((node) => globals.includes(node)))
    return { at: 0, root: null, kind: 'global' };
  const first = nodes.findIndex((node) => !isRootStructure(graph, node));
  const handle = first === -1 ? null : handleText(view, nodes[first]);
  const module = handle === null ? nodes.findLastIndex((node) => moduleText(view, node) !== null) : -1;
  if (module !== -1) return { at: module + 1, root: moduleText(view, nodes[module]), kind: 'module' };
  return handle === null ? { at: 0, root: null, kind: 'unknown' } : { at: first + 1, root: handle, kind: 'machinery' };
}

/** What is above all objects: `(GC roots)`, `(Global handles)` and what is native below them. */
function isRootStructure(graph: HeapGraph, node: number): boolean {
  const type = graph.nodeType(node);
  return type === NodeType.synthetic || (type === NodeType.native && !graph.nodeName(node).startsWith('Node / '));
}

/** The global object: what the root's shortcut leads to, or what the engine's own context there has as such. */
function globalObjects(graph: HeapGraph): number[] {
  const found: number[] = [];
  for (let edge = graph.firstEdges[0]; edge < graph.firstEdges[1]; edge += 1) {
    if (graph.edgeCode(edge) !== EdgeCode.rootShortcut) continue;
    const target = graph.target(edge);
    found.push(
      graph.nodeType(target) === NodeType.object ? target : graph.follow(target, EdgeType.internal, 'extension'),
    );
  }
  return found.filter((node) => node !== -1);
}

/** `open handle (TCP)`, or null when the node is none. */
function handleText({ labels }: HeapView, node: number): string | null {
  const label = labels.owner(node);
  return label.kind === 'handle' && label.ownerNode === node ? labelText(label.owner, []) : null;
}

/** `module app.js` for the outermost scope of a file of the program; null for any other node. */
function moduleText({ graph, labels }: HeapView, node: number): string | null {
  if (!graph.isContext(node)) return null;
  const owner = labels.scopeOwner(node);
  return owner?.kind !== 'module' || owner.file.startsWith('node:') ? null : `module ${fileName(owner.file)}`;
}

/** `running timer (setInterval 30 s at poll.js:12)`. */
function timerText(view: HeapView, timer: number): string {
  const { graph } = view;
  const callback = isTimeout(graph, timer) ? timeoutCallback(graph, timer) : immediateCallback(graph, timer);
  const place = callback === -1 ? null : (calledFunction(view, callback)?.place ?? null);
  const at = place === null ? '' : ` at ${fileName(place.file)}:${place.line}`;
  if (!isTimeout(graph, timer)) return `running timer (setImmediate${at})`;
  const ms = delayOfTimeoutMs(graph, timer);
  const delay = ms === null ? '' : ` ${durationText(ms)}`;
  return `running timer (${repeats(graph, timer) ? 'setInterval' : 'setTimeout'}${delay}${at})`;
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

/** Found when a path first needs them. */
const programPaths = new WeakMap<HeapView, ProgramPaths>();

/** The shortest path from the global object or a module of the program, or null. */
function fromProgram(view: HeapView, node: number): number[] | null {
  const { graph, tree, timers } = view;
  let paths = programPaths.get(view);
  if (paths === undefined) {
    const from = globalObjects(graph);
    for (const scope of graph.contexts())
      if (tree.isStronglyReached(scope) && moduleText(view, scope) !== null) from.push(scope);
    paths = new ProgramPaths(graph, from, (edge) => timers.isLink(edge));
    programPaths.set(view, paths);
  }
  const path = paths.pathTo(node);
  return path === null || path.length === 0 ? null : path;
}
