import type { Finding, Report } from '../../findings/report-schema.js';
import { BitSet } from '../../graph/bit-set.js';
import type { Case } from '../cases/case.js';
import type { FindingJudgement } from '../describe/make-finding.js';
import type { EdgeLabel } from '../labels/edge-label.js';
import { judge } from '../verdict/judge.js';

/** A finding, and the reference that it says to cut. */
export interface LabeledFinding {
  readonly finding: Finding;
  readonly label: EdgeLabel | null;
  readonly case: Case;
}

/** What the steps of one search have found so far, and which objects these findings explain. */
export class FindingsSoFar {
  labeled: LabeledFinding[] = [];
  readonly setAside: Report['setAside'] = [];
  readonly limitsReached: Report['limitsReached'] = [];
  /** Suspects of all cases so far, and the objects that only they keep. */
  readonly explained: BitSet;
  /** The collections and objects that hold these suspects. */
  readonly holders: BitSet;
  /** Suspects of findings that are more than notes. */
  readonly accused: BitSet;
  /** Suspects of leaks. */
  readonly proved: BitSet;

  constructor(nodeCount: number) {
    this.explained = new BitSet(nodeCount);
    this.holders = new BitSet(nodeCount);
    this.accused = new BitSet(nodeCount);
    this.proved = new BitSet(nodeCount);
  }

  /** Judges a case, which becomes a finding or is set aside with the reason. @param place its name in the report */
  add(
    c: Case,
    label: EdgeLabel | null,
    place: string,
    describe: (judgement: FindingJudgement) => Finding,
  ): Finding | null {
    const judgement = judge(c);
    if (judgement.verdict === 'silent') {
      this.setAside.push({ label: place, ...judgement.why });
      return null;
    }
    const finding = describe(judgement);
    this.labeled.push({ finding, label, case: c });
    return finding;
  }

  /** Whether a finding already accounts for a node. */
  covers(node: number): boolean {
    return this.explained.has(node) || this.holders.has(node);
  }

  /** Records the suspects of a finding under its verdict. */
  mark({ verdict }: Finding, nodes: Iterable<number>): void {
    if (verdict === 'note') return;
    for (const node of nodes) {
      this.accused.add(node);
      if (verdict === 'leak') this.proved.add(node);
    }
  }

  /** How many of the groups contain a suspect of a finding that is more than a note. */
  countAccused(groups: readonly (readonly number[])[]): number {
    return groups.filter((nodes) => nodes.some((node) => this.accused.has(node))).length;
  }

  /** Whether a finding that is more than a note already says to cut this place. */
  accusesPlace(place: string): boolean {
    return this.labeled.some(({ finding }) => finding.verdict !== 'note' && finding.brokenEdge?.label === place);
  }
}
