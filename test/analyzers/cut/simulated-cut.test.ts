import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { NO_LABEL, type RegionReferences, SimulatedCut } from '../../../src/analyzers/cut/simulated-cut.js';

interface Drawn {
  readonly nodes: number;
  /** Null for a source means outside, null for a label a reference that leads to no suspect. */
  readonly references: readonly { from: number | null; to: number; label: number | null }[];
  readonly cut: readonly number[];
}

const LABELS = 4;

const drawn: fc.Arbitrary<Drawn> = fc.integer({ min: 1, max: 9 }).chain((nodes) =>
  fc.record({
    nodes: fc.constant(nodes),
    references: fc.array(
      fc.record({
        from: fc.option(fc.nat(nodes - 1), { freq: 4 }),
        to: fc.nat(nodes - 1),
        label: fc.option(fc.nat(LABELS - 1), { freq: 5 }),
      }),
      { maxLength: 24 },
    ),
    cut: fc.uniqueArray(fc.nat(LABELS - 1)),
  }),
);

/** A reference from outside always has a label. */
const labelOf = ({ from, label }: Drawn['references'][number]): number => label ?? (from === null ? 0 : NO_LABEL);

function toColumns({ nodes, references }: Drawn): RegionReferences {
  const inner = references.filter(({ from }) => from !== null).toSorted((a, b) => (a.from ?? 0) - (b.from ?? 0));
  const outer = references.filter(({ from }) => from === null);
  const first = Array.from({ length: nodes + 1 }, (_, node) => inner.filter(({ from }) => (from ?? 0) < node).length);
  return {
    nodeCount: nodes,
    labelCount: LABELS,
    first: Uint32Array.from(first),
    targets: Uint32Array.from(inner, ({ to }) => to),
    targetLabels: Uint32Array.from(inner, labelOf),
    boundaryTargets: Uint32Array.from(outer, ({ to }) => to),
    boundaryLabels: Uint32Array.from(outer, labelOf),
  };
}

/** Slow and obvious: walk from outside, over everything that is not cut. */
function freedByWalking({ nodes, references, cut }: Drawn): number[] {
  const left = references.filter((reference) => !cut.includes(labelOf(reference)));
  const reached = new Set<number>();
  for (let before = -1; before !== reached.size; ) {
    before = reached.size;
    for (const { from, to } of left) if (from === null || reached.has(from)) reached.add(to);
  }
  return Array.from({ length: nodes }, (_, node) => node).filter((node) => !reached.has(node));
}

describe('a simulated cut', () => {
  it('frees what a walk from outside does not reach any more', () => {
    fc.assert(
      fc.property(drawn, (region) => {
        const freed = new SimulatedCut(toColumns(region)).freedBy(region.cut);
        expect([...freed].sort((a, b) => a - b)).toEqual(freedByWalking(region));
      }),
      { numRuns: 2000 },
    );
  });

  it('leaves nothing behind that a later cut of the same region would see', () => {
    fc.assert(
      fc.property(drawn, fc.array(fc.uniqueArray(fc.nat(LABELS - 1)), { maxLength: 5 }), (region, cuts) => {
        const shared = new SimulatedCut(toColumns(region));
        for (const cut of cuts)
          expect([...shared.freedBy(cut)].sort((a, b) => a - b)).toEqual(freedByWalking({ ...region, cut }));
      }),
      { numRuns: 500 },
    );
  });
});
