import type { LedgerAudit } from '../../../findings/report-schema.js';
import { isTimeout } from '../../../graph/active-timers.js';
import type { HeapGraph } from '../../../graph/heap-graph.js';
import { readNode } from '../../../graph/values.js';
import { flagName } from '../../../profiles/vocabulary.js';
import { EdgeType, NodeType } from '../../../snapshot/kinds.js';
import type { HeapView } from '../../objects/heap-view.js';
import type { PoolBooks } from '../books/pool-books.js';
import { isDeadUnit, type PoolUnits } from '../books/pool-units.js';

/** Flags of a waiter that no longer waits. `finished` and the like describe a request that was sent. */
const OVER = new Set('cancelled canceled aborted timedout expired settled rejected resolved'.split(' '));
/** Maximum distance from a waiter to the function that settles it. */
const CALLBACK_DEPTH = 3;

/** Finds waiters in the pending books that gave up and are still queued, or that nothing can settle. */
export function auditWaiters(view: HeapView, { node, books }: PoolBooks, units: PoolUnits): LedgerAudit[] {
  const { graph, deaths } = view;
  const waiters = [...new Set(books.filter((book) => book.role === 'pending').flatMap((book) => book.others))];
  if (waiters.length === 0) return [];
  const audit: LedgerAudit[] = [];
  const active = new Set(view.timers.timers);
  const over = waiters.filter((waiter) => hasGivenUp(graph, waiter, active));
  if (over.length > 0)
    audit.push({
      code: 'waiter-given-up',
      text: `${over.length} of ${waiters.length} waiters (${graph.nodeName(over[0]) || 'function'}) gave up, by their timer or a flag, and are still queued.`,
      count: over.length,
      severity: 'warning',
    });
  const mute = waiters.filter((waiter) => !reachesFunction(graph, waiter));
  if (mute.length > 0)
    audit.push({
      code: 'waiter-without-callback',
      text: `${mute.length} of ${waiters.length} waiters (${graph.nodeName(mute[0])}) hold no function by which anybody could settle them.`,
      count: mute.length,
      severity: 'note',
    });
  if (deaths.isDead(node))
    audit.push({
      code: 'waiters-of-closed-pool',
      text: `${waiters.length} waiters are queued at a pool that is closed (${deaths.reason(node)?.field ?? ''}): nobody will settle them.`,
      count: waiters.length,
      severity: 'warning',
    });
  const free = [...units.idle].filter((unit) => !isDeadUnit(deaths, units.units[unit])).length;
  if (free > 0 && over.length === 0)
    audit.push({
      code: 'waiters-beside-idle',
      text: `${waiters.length} ${waiters.length === 1 ? 'waiter is' : 'waiters are'} queued while ${free} ${free === 1 ? 'resource is' : 'resources are'} idle.`,
      count: waiters.length,
      severity: 'note',
    });
  return audit;
}

function hasGivenUp(graph: HeapGraph, waiter: number, active: ReadonlySet<number>): boolean {
  for (let edge = graph.firstEdges[waiter]; edge < graph.firstEdges[waiter + 1]; edge += 1) {
    if (graph.edgeType(edge) !== EdgeType.property) continue;
    const target = graph.target(edge);
    const value = readNode(graph, target);
    if (value.kind === 'boolean' && value.value && OVER.has(flagName(graph.edgeName(edge)))) return true;
    // A field keeps a timer that has fired; without a timer it is null.
    if (value.kind === 'object' && isTimeout(graph, target) && !active.has(target)) return true;
  }
  return false;
}

/**
 * Whether a waiter refers to a callback, directly or through its promise or deferred. Bounded by depth only, because
 * waiters are small.
 */
function reachesFunction(graph: HeapGraph, waiter: number): boolean {
  if (graph.nodeType(waiter) === NodeType.closure) return true;
  let level = [waiter];
  for (let depth = 0; depth < CALLBACK_DEPTH; depth += 1) {
    const next: number[] = [];
    for (const node of level) {
      for (let edge = graph.firstEdges[node]; edge < graph.firstEdges[node + 1]; edge += 1) {
        if (graph.edgeType(edge) === EdgeType.weak || graph.edgeName(edge) === '__proto__') continue;
        if (graph.edgeName(edge) === 'map') continue;
        const target = graph.target(edge);
        if (graph.nodeType(target) === NodeType.closure) return true;
        if (graph.nodeType(target) === NodeType.object || graph.nodeType(target) === NodeType.array) next.push(target);
      }
    }
    level = next.slice(0, 200);
  }
  return false;
}
