import { compareText } from '../../findings/finding-order.js';
import type { Report, Source } from '../../findings/report-schema.js';
import type { HeapGraph } from '../../graph/heap-graph.js';
import { NodeType } from '../../snapshot/kinds.js';
import type { HeapView } from '../objects/heap-view.js';
import { classifyGrowth, fitLine, growthRate, isUnending, MIN_PER_ROUND } from './growth-pattern.js';
import { classNameKey, type SnapshotSummary } from './snapshot-summary.js';

const MOST_GROWING_CLASSES = 30;
/**
 * Maximum number of instances whose class location is read. Classes of one name are distinguished by the smallest
 * location.
 */
const MOST_PLACES_ASKED = 32;
/** Names that every program has and that do not show what grows. */
const NAMELESS =
  /^(function( |$)|system \/ |((Array|Data)?Buffer|Object|Array|Map|Set|Promise|Error|Date|Arguments|[A-Z]\w*Array)$)/;

/** Whether a class name is specific enough to be useful. */
export function isTellingName(name: string): boolean {
  return !NAMELESS.test(name);
}

/**
 * Classes that keep growing by number of instances, fastest first. By name, so that snapshots of different processes can
 * be compared as well.
 *
 * @param view of the last snapshot
 * @param summaries of all, the last one included
 */
export function findGrowingClasses(view: HeapView, summaries: readonly SnapshotSummary[]): Report['growth'] {
  if (summaries.length < 2) return [];
  const rows: Report['growth'] = [];
  for (const name of summaries[summaries.length - 1].classCounts.keys()) {
    const counts = summaries.map((summary) => summary.classCounts.get(name) ?? 0);
    const pattern = classifyGrowth(counts);
    if (!isUnending(pattern) && !(pattern === 'too-short' && counts[1] - counts[0] >= MIN_PER_ROUND)) continue;
    const line = fitLine(summaries.map((summary) => summary.classBytes.get(name) ?? 0));
    const growth = {
      ...growthRate(counts, [], 0),
      bytesPerRound: line === null ? null : Math.round(line.slope),
    };
    rows.push({ class: name, counts, pattern, growth });
  }
  const rise = (row: Report['growth'][number]) => row.counts[row.counts.length - 1] - row.counts[0];
  rows.sort((a, b) => rise(b) - rise(a) || compareText(a.class, b.class));
  return withSources(view, rows.slice(0, MOST_GROWING_CLASSES));
}

/** Adds where each class is written, as far as the last snapshot tells. */
function withSources(view: HeapView, rows: Report['growth']): Report['growth'] {
  const { graph, sources } = view;
  const wanted = new Set(rows.map((row) => row.class));
  const found = new Map<string, Source>();
  const ask = (key: string, nodes: Iterable<number>, placeOf: (node: number) => Source | null) => {
    for (const node of someReached(view, nodes)) {
      const source = placeOf(node);
      const known = found.get(key);
      if (source !== null && (known === undefined || comparePlaces(source, known) < 0)) found.set(key, source);
    }
  };
  for (const name of graph.classes.names) {
    const key = classNameKey(NodeType.object, graph.strings.get(name));
    if (key !== null && wanted.has(key)) ask(key, graph.classes.objectsOf(name), (node) => sources.ofClass(node));
  }
  for (const [key, closures] of functionsOf(graph, wanted)) ask(key, closures, (node) => sources.ofFunction(node));
  return rows.map((row) => ({ ...row, source: found.get(row.class) ?? null }));
}

/** Functions by the key of their class, of those that are wanted. */
function functionsOf(graph: HeapGraph, wanted: ReadonlySet<string>): Map<string, number[]> {
  const keyOf = new Map<number, string | null>();
  const found = new Map<string, number[]>();
  const { closures } = graph.classes;
  for (let place = 0, end = closures.length; place < end; place += 1) {
    const node = closures[place];
    const name = graph.nodeNames[node];
    let key = keyOf.get(name);
    if (key === undefined) {
      key = classNameKey(NodeType.closure, graph.strings.get(name));
      keyOf.set(name, key);
    }
    if (key === null || !wanted.has(key)) continue;
    const known = found.get(key);
    if (known === undefined) found.set(key, [node]);
    else known.push(node);
  }
  return found;
}

/** The first few that are alive. */
function someReached({ tree }: HeapView, nodes: Iterable<number>): number[] {
  const some: number[] = [];
  for (const node of nodes) {
    if (tree.isReached(node)) some.push(node);
    if (some.length === MOST_PLACES_ASKED) break;
  }
  return some;
}

function comparePlaces(a: Source, b: Source): number {
  return compareText(a.file, b.file) || a.line - b.line || a.column - b.column;
}
