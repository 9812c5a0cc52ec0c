import type { FindingPath } from '../../findings/report-schema.js';
import { EdgeCode } from '../../graph/edge-codes.js';
import type { HeapGraph } from '../../graph/heap-graph.js';
import { PathPhase, type PathTree } from '../../graph/path-tree.js';
import { EdgeType, NodeType } from '../../snapshot/kinds.js';
import { isKey } from './dictionary-keys.js';
import { pathExpression } from './path-expression.js';

/** Longest repeating unit of a path that is folded. */
const MAX_PERIOD = 4;
/** Least number of repetitions in a row of a unit that is folded. */
const MIN_REPEATS = 3;

/** A path to describe. */
export interface PathParts {
  /** What keeps the first of {@link edges}, in words, where that is more than a node to name. */
  readonly root: string | null;
  readonly edges: readonly number[];
  /** From where an expression could start, to the same node; empty when there is none. */
  readonly wholeEdges: readonly number[];
  readonly node: number;
  readonly strength: FindingPath['strength'];
}

/** The shortest retaining path to `node`, folded, with the expression that reaches it from a console. */
export function describePath(graph: HeapGraph, tree: PathTree, node: number): FindingPath {
  const edges = tree.pathTo(node);
  return describeEdges(graph, { root: null, edges, wholeEdges: edges, node, strength: strengthOf(tree.phase(node)) });
}

/** The same for a path that was chosen. */
export function describeEdges(graph: HeapGraph, { root, edges, wholeEdges, node, strength }: PathParts): FindingPath {
  const steps = foldRuns([...(root === null ? [] : [root]), ...visibleSteps(graph, edges)]);
  return {
    folded: steps.join(' → '),
    steps,
    expression: wholeEdges.length === 0 ? null : pathExpression(graph, wholeEdges),
    length: edges.length,
    strength,
    sampleNodeId: graph.nodeIds[node],
  };
}

/**
 * Folds every unit of up to {@link MAX_PERIOD} steps that is repeated {@link MIN_REPEATS} times or more:
 * `(Pooled.next → Pooled) × 341`. Greedy from the left, longest coverage first. O(steps × period).
 */
export function foldRuns(steps: readonly string[]): string[] {
  const folded: string[] = [];
  let at = 0;
  while (at < steps.length) {
    let best = { period: 0, repeats: 0 };
    for (let period = 1; period <= MAX_PERIOD; period += 1) {
      const repeats = countRepeats(steps, at, period);
      if (repeats >= MIN_REPEATS && repeats * period > best.repeats * best.period) best = { period, repeats };
    }
    if (best.period === 0) {
      folded.push(steps[at]);
      at += 1;
    } else {
      folded.push(`(${steps.slice(at, at + best.period).join(' → ')}) × ${best.repeats}`);
      at += best.period * best.repeats;
    }
  }
  return folded;
}

function countRepeats(steps: readonly string[], at: number, period: number): number {
  let matched = period;
  while (at + matched < steps.length && steps[at + matched] === steps[at + (matched % period)]) matched += 1;
  return at + period > steps.length ? 0 : Math.floor(matched / period);
}

/** One step for each reference that a programmer knows, without stores and tables. */
function visibleSteps(graph: HeapGraph, edges: readonly number[]): string[] {
  const steps: string[] = [];
  let field = '';
  for (const edge of edges) {
    const source = graph.source(edge);
    const target = graph.target(edge);
    const name = describeNode(graph, target);
    const step = describeEdge(graph, edge, source, field);
    field = isNamed(graph.edgeType(edge)) ? graph.edgeName(edge) : '';
    if (step === null || name === null) continue;
    steps.push(step === '' ? name : `${step} → ${name}`);
  }
  return steps;
}

function isNamed(type: EdgeType): boolean {
  return type === EdgeType.property || type === EdgeType.context;
}

/**
 * The text of a reference; '' when only its target is shown, null when neither is.
 *
 * @param field the field or variable in which the source lies
 */
function describeEdge(graph: HeapGraph, edge: number, source: number, field: string): string | null {
  const kind = graph.nodeType(source);
  if (source === 0 || kind === NodeType.synthetic || kind === NodeType.native) return '';
  const owner = describeNode(graph, source);
  const name = graph.edgeName(edge);
  if (graph.edgeCode(edge) === EdgeCode.ephemeronValue) return 'WeakMap entry';
  if (graph.edgeCode(edge) === EdgeCode.heldValue) return 'held value';
  switch (graph.edgeType(edge)) {
    case EdgeType.property:
      return isKey(graph, source, name, field) ? `${owner ?? ''}{}` : `${owner ?? ''}.${name}`;
    case EdgeType.element:
      return `${owner ?? ''}[${name}]`;
    case EdgeType.context:
      return `variable ${name}`;
    case EdgeType.internal:
      return name.startsWith('bound_') ? name.replace('_', ' ') : '';
    default:
      return '';
  }
}

/** The text of a node, or null for engine structures that are left out. */
function describeNode(graph: HeapGraph, node: number): string | null {
  const name = graph.nodeName(node);
  switch (graph.nodeType(node)) {
    case NodeType.object:
      if (graph.isContext(node)) return null;
      if (name.startsWith('system / ')) return null;
      if (name === 'global' || name.startsWith('global ')) return 'globalThis';
      return name === '' ? 'Object' : name;
    case NodeType.closure:
      return `${name === '' ? '(anonymous function)' : name}()`;
    case NodeType.synthetic:
      return name.startsWith('Node / ') ? nativeName(name) : name;
    case NodeType.native:
      return nativeName(name);
    case NodeType.string:
    case NodeType.consString:
    case NodeType.slicedString:
      return 'string';
    case NodeType.number:
      return 'number';
    case NodeType.regexp:
      return 'RegExp';
    default:
      return null;
  }
}

/** The name of an open native handle, which the program can close; null for other native structures, which are left out. */
function nativeName(name: string): string | null {
  const handle = /^Node \/ (.*?)(Socket)?Wrap$/.exec(name);
  return handle === null || name === 'Node / ModuleWrap' ? null : `open handle (${handle[1]})`;
}

/** How strong a path of that phase is. */
export function strengthOf(phase: PathPhase): FindingPath['strength'] {
  switch (phase) {
    case PathPhase.user:
    case PathPhase.engine:
    case PathPhase.handle:
    case PathPhase.heldValue:
      return 'strong';
    case PathPhase.transient:
      return 'debugger';
    case PathPhase.jobScoped:
      return 'job-scoped';
  }
}
