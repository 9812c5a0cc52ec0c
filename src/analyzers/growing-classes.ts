import { compareText } from '../findings/ranking.js';
import type { Report, Source } from '../findings/report-schema.js';
import { NodeType } from '../snapshot/kinds.js';
import { classifyGrowth, fitLine, growthRate, isUnending, MIN_PER_ROUND } from './growth.js';
import type { HeapView } from './heap-view.js';
import { classNameKey, type SnapshotSummary } from './snapshot-summary.js';

const MOST_GROWING_CLASSES = 30;
/** Instances asked where their class is written. Classes of one name are told apart by the least place. */
const MOST_PLACES_ASKED = 32;
const NO_ROW = -1;
const UNASKED = -2;
/** Names that every program has and that say nothing about what grows. */
const NAMELESS =
  /^(function( |$)|system \/ |((Array|Data)?Buffer|Object|Array|Map|Set|Promise|Error|Date|Arguments|[A-Z]\w*Array)$)/;

/** Whether the name of a class tells one program's objects from another's. */
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
  const { graph, tree, sources } = view;
  const found = rows.map((row) => ({ key: row.class, source: null as Source | null, asked: 0 }));
  // The row of each name, for objects and for functions: looked up once, not for each instance.
  const rowOf = new Int8Array(graph.strings.count * 2).fill(UNASKED);
  for (let place = 0, end = tree.order.length; place < end; place += 1) {
    const node = tree.order[place];
    const type = graph.nodeType(node);
    if (type !== NodeType.object && type !== NodeType.closure) continue;
    const index = graph.nodeNames[node] * 2 + (type === NodeType.closure ? 1 : 0);
    if (rowOf[index] === UNASKED) {
      const key = classNameKey(type, graph.nodeName(node));
      rowOf[index] = found.findIndex((entry) => entry.key === key);
    }
    if (rowOf[index] === NO_ROW) continue;
    const entry = found[rowOf[index]];
    if (entry.asked === MOST_PLACES_ASKED) continue;
    entry.asked += 1;
    const source = type === NodeType.closure ? sources.ofFunction(node) : sources.ofClass(node);
    if (source !== null && (entry.source === null || comparePlaces(source, entry.source) < 0)) entry.source = source;
  }
  return rows.map((row, index) => ({ ...row, source: found[index].source }));
}

function comparePlaces(a: Source, b: Source): number {
  return compareText(a.file, b.file) || a.line - b.line || a.column - b.column;
}
