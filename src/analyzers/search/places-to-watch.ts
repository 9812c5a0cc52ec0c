import { ScopeIndex } from '../../graph/scopes.js';
import { EdgeType } from '../../snapshot/kinds.js';
import type { Case, GrowingCase } from '../cases/case.js';
import { findFilledCollections } from '../cases/growth-positions.js';
import type { CountedLine } from '../code/place-code.js';
import { programCodeOf } from '../evidence/finders/code-of-case.js';
import type { HeapView } from '../objects/heap-view.js';
import type { LabeledFinding } from './findings-so-far.js';

/** A line whose runs are to be counted. */
export type LineToCount = Pick<CountedLine, 'what' | 'place' | 'offset' | 'functionEnd' | 'isSuspendable'> & {
  /** V8's numbers of the scripts that have it. */
  readonly scriptIds: readonly number[];
};

/** A growing collection that a living process can be asked about: plain data, valid while the session lasts. */
export interface PlaceToWatch {
  readonly label: string;
  /** Of the collection, in the last snapshot. */
  readonly nodeId: number;
  /** The field or variable that has it, or null: then a new collection there would not be noticed. */
  readonly way: {
    readonly kind: 'field' | 'variable';
    /** Of the object that has the field, or of a function that sees the variable. */
    readonly nodeId: number;
    readonly name: string;
  } | null;
  /** Positions of the entries that came during the series and are older than its last round. */
  readonly older: { readonly from: number; readonly to: number };
  readonly lines: readonly LineToCount[];
}

/** Places that are watched for one report, of the gravest findings first: each handle costs the process a pause. */
const MOST_PLACES = 6;
/** Lines that are counted for one place. */
const MOST_LINES = 12;

/**
 * The collections of findings whose verdict rests on growth: only time can tell whether they are emptied. What is proved by the
 * state of objects is left out, and so are notes.
 */
export function listPlacesToWatch(found: readonly LabeledFinding[]): PlaceToWatch[] {
  const [any] = found;
  if (any === undefined) return [];
  const scopes = new ScopeIndex(any.case.context.view.graph);
  const grave = [...found.filter(isLeak), ...found.filter((each) => !isLeak(each))];
  const places = grave.flatMap(({ finding: { verdict }, case: c }) =>
    verdict !== 'note' && restsOnGrowth(c) ? placesOf(c, scopes) : [],
  );
  const byId = new Map(places.toReversed().map((place) => [place.nodeId, place]));
  return [...byId.values()].reverse().slice(0, MOST_PLACES);
}

function isLeak({ finding }: LabeledFinding): boolean {
  return finding.verdict === 'leak';
}

function restsOnGrowth(c: Case): c is GrowingCase {
  if (c.type === 'place') return true;
  if (c.type !== 'cluster' || c.rounds === 0 || c.isPoolEach) return false;
  // A place that remembers the dead rests on its growth as well.
  if (c.isMostlyDead) return c.isHistory;
  return c.kind !== 'refcount-imbalance' || c.refcount?.isSure !== true;
}

function placesOf(c: GrowingCase, scopes: ScopeIndex): PlaceToWatch[] {
  const { view } = c.context;
  const lines = linesOf(c);
  return findFilledCollections(c).map(({ container, older }) => ({
    label: c.label.text,
    nodeId: view.graph.nodeIds[container],
    way: wayTo(view, scopes, container),
    older,
    lines,
  }));
}

function linesOf(c: GrowingCase): LineToCount[] {
  const code = programCodeOf(c);
  if (code === null) return [];
  const { sources } = c.context.view;
  return code.counted.slice(0, MOST_LINES).map(({ script, ...line }) => ({
    ...line,
    scriptIds: sources.scriptIdsOf(script),
  }));
}

const CONTEXT_CELL = 'system / ContextCell';

/** The field or variable by which a root reaches a collection, where it is one that a debugger can read by name. */
function wayTo({ graph, tree }: HeapView, scopes: ScopeIndex, container: number): PlaceToWatch['way'] {
  let edge = tree.parentEdge(container);
  // From Node 26 on a variable may lie in a cell of its own.
  if (edge !== -1 && graph.nodeName(graph.source(edge)) === CONTEXT_CELL) edge = tree.parentEdge(graph.source(edge));
  if (edge === -1) return null;
  const owner = graph.source(edge);
  const name = graph.edgeName(edge);
  const type = graph.edgeType(edge);
  if (type === EdgeType.property && graph.isObject(owner)) return { kind: 'field', nodeId: graph.nodeIds[owner], name };
  if (type !== EdgeType.context) return null;
  const [closure] = scopes.closuresOf(owner);
  return closure === undefined ? null : { kind: 'variable', nodeId: graph.nodeIds[closure], name };
}
