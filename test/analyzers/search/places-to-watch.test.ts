import { describe, expect, it } from 'vitest';

import type { Case } from '../../../src/analyzers/cases/case.js';
import type { LabeledFinding } from '../../../src/analyzers/search/findings-so-far.js';
import { listPlacesToWatch } from '../../../src/analyzers/search/places-to-watch.js';
import type { Verdict } from '../../../src/findings/report-schema.js';
import { findingFixture } from '../../support/report-fixtures.js';
import { watchedCluster, watchedPlace } from '../evidence/watched-scene.js';
import {
  ballastCase,
  type ClusterDifference,
  clusterCase,
  leaseCase,
  PLAIN,
  ROWS,
  STORE,
} from '../support/case-support.js';

//   Store ──rows──▶ Array ──▶ Row: 20, 40, 60, 80 in four snapshots

const { nodeIds } = clusterCase().context.view.graph;
/** A case whose collections were not watched yet; what was seen does not matter here. */
const cluster = (own: ClusterDifference = {}) => watchedCluster({ entries: [] }, own);

function found(c: Case, verdict: Verdict = 'leak'): LabeledFinding {
  return { finding: findingFixture({ verdict }), label: null, case: c };
}

const idsOf = (...all: readonly LabeledFinding[]) => listPlacesToWatch(all).map(({ nodeId }) => nodeId);

describe('what is watched in the living process', () => {
  it('is the collection of what grows, by the field that has it', () => {
    expect(listPlacesToWatch([found(cluster())])).toEqual([
      {
        label: 'Store.rows[]',
        nodeId: nodeIds[ROWS],
        way: { kind: 'field', nodeId: nodeIds[STORE], name: 'rows' },
        // All 60 came in the first round, as far as the population of the scene knows: none is of the last one.
        older: { from: 20, to: 80 },
        lines: [],
      },
    ]);
  });

  it('is the collection of values, without those of the last round', () => {
    expect(listPlacesToWatch([found(watchedPlace({ entries: [] }))])).toMatchObject([
      { nodeId: nodeIds[ROWS], older: { from: 20, to: 60 } },
    ]);
  });

  it('is nothing that needs no action', () => {
    expect(idsOf(found(cluster(), 'note'))).toEqual([]);
    expect(idsOf(found(cluster(), 'suspect'))).toHaveLength(1);
  });

  it.each([
    ['by objects that are dead', { isMostlyDead: true }],
    ['by a count of holders', { kind: 'refcount-imbalance', refcount: { isSure: true } }],
    ['by a pool that is made each time', { isPoolEach: true }],
    ['by a single snapshot', { rounds: 0 }],
  ] as const)('is nothing that is proved %s', (_how, own) => {
    expect(idsOf(found(cluster(own)))).toEqual([]);
  });

  it('are the dead in a place that remembers them: it may forget', () => {
    expect(idsOf(found(cluster({ isMostlyDead: true, isHistory: true })))).toHaveLength(1);
    expect(idsOf(found(cluster({ kind: 'refcount-imbalance', refcount: { isSure: false } })))).toHaveLength(1);
  });

  it('is nothing that lies in no collection, or in many', () => {
    expect(idsOf(found(cluster({ containers: [] })))).toEqual([]);
    expect(idsOf(found(cluster({ containers: [{ container: ROWS, targets: PLAIN.slice(0, 29) }] })))).toEqual([]);
    expect(idsOf(found(cluster({ containers: [{ container: ROWS, targets: PLAIN.slice(0, 30) }] })))).toHaveLength(1);
  });

  it('is no lease, and nothing that idle connections keep', () => {
    expect(idsOf(found(leaseCase()), found(ballastCase()))).toEqual([]);
  });

  it('comes from leaks first, each place once, six at most', () => {
    const at = (container: number) => cluster({ containers: [{ container, targets: PLAIN }] });
    const suspects = PLAIN.slice(0, 5).map((node) => found(at(node), 'suspect'));
    const leaks = PLAIN.slice(5, 7).map((node) => found(at(node)));
    const expected = [...PLAIN.slice(5, 7), ...PLAIN.slice(0, 4)].map((node) => nodeIds[node]);
    expect(idsOf(...suspects, ...leaks, ...leaks)).toEqual(expected);
  });

  it('counts the lines that add and remove', () => {
    const line = {
      what: 'adds',
      place: { file: '/app/hub.js', line: 5, column: 1, function: 'put' },
      offset: 80,
      functionEnd: 99,
      isSuspendable: false,
    };
    const said = { name: 'rows', what: 'collection', state: 'never', added: [], removed: [], read: [], missing: null };
    const { context } = cluster();
    const code = {
      ofPlace: () => ({ ...said, counted: [{ ...line, script: '/app/hub.js' }] }),
      ofCallback: () => null,
    };
    const [place] = listPlacesToWatch([found(cluster({ context: { ...context, code } }))]);
    expect(place?.lines).toEqual([{ ...line, scriptIds: [] }]);
  });
});
