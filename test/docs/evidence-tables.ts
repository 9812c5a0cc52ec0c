import type { GroundName } from '../../src/analyzers/cases/case.js';
import { DOUBTS, PROOFS, SILENCES } from '../../src/analyzers/evidence/catalog.js';
import type { Doubt } from '../../src/analyzers/evidence/doubt.js';
import { FINDING_KINDS, type FindingKind } from '../../src/findings/report-schema.js';

/** Lines of a page that are written by `npm run docs:evidence` stand between these. */
const START = '<!-- evidence: npm run docs:evidence -->';
const END = '<!-- /evidence -->';

/** Kinds that are made of the dead alone, and kinds that never are. */
const OF_DEAD: readonly FindingKind[] = ['ledger-entry-kept', 'dead-connection-retained'];
const OF_LIVING: readonly FindingKind[] = ['refcount-imbalance', 'growing-class'];

/** What a case can rest on, for readers. */
const GROUNDS: Readonly<Record<GroundName, { readonly means: string; readonly kinds: readonly FindingKind[] }>> = {
  'one-snapshot': { means: 'one snapshot', kinds: FINDING_KINDS },
  history: { means: 'dead ones in a place named as a history', kinds: without(OF_LIVING) },
  'many-dead': { means: 'very many dead ones, or a chain of them', kinds: without(OF_LIVING) },
  dead: { means: 'dead ones', kinds: without(OF_LIVING) },
  open: { means: 'open connections', kinds: without(OF_DEAD) },
  grown: { means: 'growth', kinds: without(OF_DEAD) },
  repeated: { means: 'the same objects again and again', kinds: ['unbounded-collection', 'listener-pileup'] },
  values: { means: 'strings, numbers, booleans', kinds: ['unbounded-collection', 'listener-pileup'] },
  integers: { means: 'small integers', kinds: ['unbounded-collection', 'listener-pileup'] },
  text: { means: 'strings that get longer', kinds: ['unbounded-collection', 'listener-pileup'] },
  abandoned: { means: 'leases that no code can return', kinds: ['lease-never-released'] },
  ballast: { means: 'what idle connections keep', kinds: ['stale-link'] },
};

function without(kinds: readonly FindingKind[]): readonly FindingKind[] {
  return FINDING_KINDS.filter((kind) => !kinds.includes(kind));
}

/** The page of a kind with its doubts as the catalog has them, by what a finding rests on. */
export function withDoubts(page: string, kind: FindingKind): string {
  const codes = new Map<GroundName, Set<string>>();
  for (const doubt of DOUBTS as readonly Doubt[])
    for (const ground of groundsFor(doubt, kind)) {
      const known = codes.get(ground) ?? new Set();
      codes.set(ground, known.add(doubt.code));
    }
  const lines = (Object.keys(GROUNDS) as GroundName[]).flatMap((ground) => {
    const asked = [...(codes.get(ground) ?? [])];
    return asked.length === 0 ? [] : [`- ${GROUNDS[ground].means}: ${asked.map((code) => `\`${code}\``).join(' · ')}`];
  });
  return replaceBlock(page, lines);
}

function groundsFor({ of }: Doubt, kind: FindingKind): GroundName[] {
  return of.flatMap((asked) => {
    if (typeof asked === 'string') return GROUNDS[asked].kinds.includes(kind) ? [asked] : [];
    return asked.kinds.includes(kind) && GROUNDS[asked.ground].kinds.includes(kind) ? [asked.ground] : [];
  });
}

/** The page that lists all codes. */
export function withAllCodes(page: string): string {
  return replaceBlock(page, [
    ...table('Evidence for', PROOFS),
    '',
    ...table('Evidence against', DOUBTS),
    '',
    ...table('Set aside', SILENCES),
  ]);
}

function table(
  title: string,
  observations: readonly { readonly code: string; readonly means: string; readonly of: readonly unknown[] }[],
): string[] {
  const byCode = new Map(observations.map(({ code, means }) => [code, means]));
  const rows = [...byCode].sort(([a], [b]) => (a < b ? -1 : 1)).map(([code, means]) => `| \`${code}\` | ${means} |`);
  return [`## ${title}`, '', '| code | what it means |', '|---|---|', ...rows];
}

function replaceBlock(page: string, lines: readonly string[]): string {
  const start = page.indexOf(START);
  const end = page.indexOf(END);
  if (start === -1 || end === -1) throw new Error(`The page has no ${START} … ${END}`);
  return `${page.slice(0, start)}${START}\n${lines.join('\n')}\n${page.slice(end)}`;
}
