import type { FindingKind, Verdict } from '../../../findings/report-schema.js';
import type { Case, GrowingCase } from '../../cases/case.js';
import { NO_CODE } from '../../cases/context.js';
import type { PlaceCode, RemovalSite } from '../../code/place-code.js';
import { callbackOf } from '../../cut/cluster-places.js';
import { isListenerPlace } from '../../cut/holder-roles.js';
import { isOfListenerStore } from '../../labels/listener-stores.js';
import { isLibraryCode } from '../../pools/leases/lease-holders.js';
import { collectionDepth } from './collection-depth.js';
import { kindOfKeys } from './key-kinds.js';
import { repeatedListener } from './repeated-listener.js';

/** Kinds in which a listener or a timer holds the suspects. */
const CALLED_BACK: readonly FindingKind[] = ['listener-pileup', 'timer-held', 'anchored-cycle', 'promise-pending'];

/**
 * What the program's text says about a case. For leases these are the lines that take them from the pool, as the pool's own
 * books are correct; otherwise the lines that add to the place and remove from it. Null when the text does not tell.
 */
export function programCodeOf(c: Case): PlaceCode | null {
  const { code } = c.context;
  if (code === NO_CODE) return null;
  switch (c.type) {
    case 'cluster': {
      const { words } = c.facts;
      const callback = CALLED_BACK.includes(c.kind) ? callbackOf(c.context.view, c.label, c.cluster) : null;
      const handed = callback === null ? null : code.ofCallback(callback);
      if (handed !== null) return handed;
      if (words?.checkout !== undefined && words.release !== undefined)
        return code.ofCheckouts(words.checkout, words.release, severalMiss(c, words.checkout));
      // The lines of an emitter's class say nothing of who listens.
      return isOfListenerStore(c.label) ? null : code.ofPlace(c.label, depthOf(c));
    }
    case 'place': {
      if (!isOfListenerStore(c.label)) return code.ofPlace(c.label, depthOf(c));
      const listener = repeatedListener(c);
      return listener === null ? null : code.ofCallback(listener);
    }
    case 'leases': {
      const { words } = c;
      return words?.checkout !== undefined && words.release !== undefined
        ? code.ofCheckouts(words.checkout, words.release, severalMiss(c, words.checkout))
        : null;
    }
    case 'ballast':
      return null;
  }
}

/** Whether several pools whose resources are taken by the same call have leases that nobody holds. */
function severalMiss({ context: { leaseFacts } }: Case, checkout: string): boolean {
  const pools = new Set<unknown>();
  for (const { inventory, holder, words } of leaseFacts.values())
    if (holder === null && words?.checkout === checkout) pools.add(inventory);
  return pools.size > 1;
}

/**
 * How many collections deep the entries of a case lie, where these collections have been there from the start; 0 else. Where each round
 * brings new ones, those are what grows, and a line that takes something out of one of them bounds nothing.
 */
function depthOf(c: GrowingCase): number {
  const { view, population } = c.context;
  const containers = c.type === 'place' ? c.place.nodes : c.containers.map(({ container }) => container);
  if (containers.length === 0 || containers.some((container) => population.birth[container] > 0)) return 0;
  return collectionDepth(view.graph, view.tree, containers[0]);
}

/**
 * The same for the report. Where a listener of the program is known, the lines with which a package keeps its listeners are left out: they
 * are evidence, but nothing is to be fixed there.
 */
export function shownCodeOf(c: Case, verdict: Verdict): PlaceCode | null {
  const found = programCodeOf(c);
  if (found === null) return null;
  // A note asks for no fix.
  const code = verdict === 'note' ? found : withEnding(c, withKeyKind(c, withCount(c, found)));
  if (code.what !== 'collection' && code.what !== 'reference') return code;
  if (c.type !== 'cluster' || !isListenerPlace(c.label)) return code;
  const listener = callbackOf(c.context.view, c.label, c.cluster);
  return listener !== null && code.added.every(({ file }) => isLibraryCode(file)) ? null : code;
}

/** The function that runs when an entry ends, or what has it, as the line to fix, where the text shows no other one. */
function withEnding(c: Case, code: PlaceCode): PlaceCode {
  if (code.missing !== null || code.what === 'checkout' || c.type !== 'cluster') return code;
  const { leading } = c.facts;
  const entries = [...leading.nodes.slice(-1), ...c.label.boundaryEdges.slice(-1).map((edge) => targetOf(c, edge))];
  const missing = c.context.code.leftByEnding(
    code,
    c.label,
    entries.filter((node) => node !== -1),
  );
  return missing === null ? code : { ...code, missing };
}

/** Where the count of users stays raised, for entries that stay as their count is not zero. */
function withCount(c: Case, code: PlaceCode): PlaceCode {
  if (code.missing !== null || c.type !== 'cluster' || c.kind !== 'refcount-imbalance' || c.refcount === null)
    return code;
  const { node, field } = c.refcount.sample;
  const missing = c.context.code.unbalanced(node, field);
  return missing === null ? code : { ...code, state: 'missed', missing };
}

/** Where lines remove by what is no key of the collection, as it has keys of one kind only. */
function withKeyKind(c: Case, code: PlaceCode): PlaceCode {
  if (code.missing !== null || code.what !== 'collection' || c.type !== 'cluster') return code;
  const [fullest] = c.containers;
  const kind = fullest === undefined ? null : kindOfKeys(c.context.view.graph, fullest.container, fullest.targets);
  const missing = kind === null ? null : c.context.code.otherKind(code, kind);
  return missing === null ? code : { ...code, state: 'missed', missing };
}

function targetOf({ context: { view } }: Case, edge: number): number {
  return edge === -1 ? -1 : view.graph.target(edge);
}

/** The same as evidence: null when the text says too little to weigh. */
export function codeOf(c: Case): PlaceCode | null {
  const code = programCodeOf(c);
  return code === null || code.state === 'unknown' || code.what === 'checkout' ? null : code;
}

/** A series that lasts this many times the maximum age of entries must have seen some of them removed. */
const OVERDUE = 2;

/** The line that removes by age, when the series lasted so long that it should have removed entries that are still there; or null. */
export function overdueRemoval(c: Case): RemovalSite | null {
  const code = codeOf(c);
  const { spanMs } = c.context.times;
  if (code?.state !== 'bounded' || spanMs === null) return null;
  const bounded = code.removed.filter(({ bound }) => bound !== null);
  const isOverdue = ({ bound, afterMs }: RemovalSite): boolean =>
    bound === 'clock' && afterMs !== null && spanMs > afterMs * OVERDUE;
  return bounded.every(isOverdue) ? bounded[0] : null;
}
