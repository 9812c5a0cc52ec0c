import { expect } from 'vitest';
import { formatBytes } from '../../src/findings/byte-text.js';
import type { Finding, Pool, Report } from '../../src/findings/report-schema.js';

/**
 * The figures of a report that contradict one another, one sentence each. Whoever reads a report adds them up: the counts of the
 * headline, of the class list and of each snapshot, the dead and the living, what the cut frees, references, samples, and the
 * numbers in the sentences of the evidence.
 */
export function figuresThatDiffer(report: Figures, length: number): string[] {
  const found: string[] = [];
  const [first] = report.findings;
  if (first !== undefined && report.headline !== first.headline)
    found.push('the headline is not that of the first finding');
  const gravest = (['leak', 'suspect', 'note'] as const).find((each) =>
    report.findings.some((f) => f.verdict === each),
  );
  if (report.verdict !== (gravest ?? 'clean')) found.push(`verdict ${report.verdict}, gravest finding ${gravest}`);
  for (const { class: name, counts, growth } of report.growth) {
    if (counts.length !== length) found.push(`growth of ${name}: ${counts.length} counts in ${length} snapshots`);
    found.push(...lineDiffers(counts, growth).map((text) => `growth of ${name}: ${text}`));
  }
  for (const pool of report.pools)
    found.push(...poolDiffers(pool, length).map((text) => `pool ${pool.class}: ${text}`));
  for (const finding of report.findings)
    found.push(
      ...findingDiffers(finding, length).map(
        (text) => `${finding.verdict} ${finding.kind} ${finding.brokenEdge?.label ?? ''}: ${text}`,
      ),
    );
  return found;
}

/** What of a report is added up. */
export type Figures = Pick<Report, 'verdict' | 'headline' | 'findings' | 'growth' | 'pools'>;

/** Fails where figures of a series contradict one another. @param length snapshots of the series */
export function expectFigures(report: Figures, length: number): void {
  expect(figuresThatDiffer(report, length)).toEqual([]);
}

/** What a finding is about decides which of its figures must be equal. */
type Subject = 'objects' | 'leases' | 'idle' | 'entries' | 'slots' | 'text';

function subjectOf({ evidence }: Finding): Subject {
  const codes = new Set([...evidence.for, ...evidence.against].map(({ code }) => code));
  if (codes.has('nobody-left')) return 'leases';
  if (codes.has('may-be-wanted')) return 'idle';
  if (codes.has('same-targets') || codes.has('no-objects')) return 'entries';
  if (codes.has('invisible-entries')) return 'slots';
  return codes.has('longer-text') ? 'text' : 'objects';
}

/** Every figure of one finding that contradicts another. */
export function findingDiffers(written: Finding, snapshots: number): string[] {
  const finding = withPlainNumbers(written);
  const subject = subjectOf(finding);
  return [
    ...countsDiffer(finding, subject, snapshots),
    ...deathDiffers(finding),
    ...classesDiffer(finding, subject),
    ...cutDiffers(finding, subject),
    ...headlineDiffers(finding),
    ...sentencesDiffer(finding),
    ...samplesDiffer(finding),
  ];
}

/** Without the commas in numbers of sentences: `1,234` becomes `1234`. */
function withPlainNumbers(finding: Finding): Finding {
  return JSON.parse(JSON.stringify(finding), (key, value: unknown) =>
    (key === 'headline' || key === 'text') && typeof value === 'string'
      ? value.replace(/(?<=\d),(?=\d{3}(?!\d))/g, '')
      : value,
  ) as Finding;
}

function countsDiffer(finding: Finding, subject: Subject, snapshots: number): string[] {
  const { countPerSnapshot: counts, suspects, growth, brokenEdge } = finding;
  const found: string[] = [];
  const last = counts[counts.length - 1] ?? 0;
  const grown = last - (counts[0] ?? 0);
  if (counts.length > snapshots) found.push(`${counts.length} counts in ${snapshots} snapshots`);
  const isAdded = subject === 'entries' || subject === 'slots';
  // The store of what cannot be seen is counted by its room, in bytes that are rounded.
  const slack = subject === 'slots' ? 1 : 0;
  if (Math.abs((isAdded ? grown : last) - suspects) > slack)
    found.push(`${suspects} suspects, counts ${counts.join(' → ')}`);
  const survivors = sum(growth.survivorsPerRound);
  if (growth.survivorsPerRound.length > 0 && survivors !== grown)
    found.push(`${survivors} survivors (${growth.survivorsPerRound.join(', ')}), counts ${counts.join(' → ')}`);
  if (subject !== 'slots' && subject !== 'text') found.push(...lineDiffers(counts, growth));
  if (subject === 'objects' && growth.bytesPerRound !== null && growth.perRound !== null && brokenEdge !== null) {
    const each = brokenEdge.freedBytes / brokenEdge.frees;
    if (Math.abs(growth.bytesPerRound - growth.perRound * each) > 1 + each / 1000)
      found.push(`${growth.bytesPerRound} bytes a round, ${growth.perRound} objects of ${each} bytes`);
  }
  return found;
}

/** Whether the straight line is the one through the counts. */
function lineDiffers(counts: readonly number[], growth: Finding['growth']): string[] {
  const found: string[] = [];
  if (growth.perRound !== null && counts.length > 1) {
    const middle = (counts.length - 1) / 2;
    const mean = sum(counts) / counts.length;
    const slope =
      sum(counts.map((count, index) => (index - middle) * (count - mean))) /
      sum(counts.map((_, index) => (index - middle) ** 2));
    if (Math.abs(slope - growth.perRound) > 0.001)
      found.push(`${growth.perRound} a round, counts ${counts.join(' → ')}`);
  }
  const steps = counts.slice(1).map((count, index) => count - (counts[index] ?? 0));
  if (growth.exactMultiple !== null && steps.some((step) => step !== growth.exactMultiple))
    found.push(`exactly ${growth.exactMultiple} each round, counts ${counts.join(' → ')}`);
  return found;
}

function deathDiffers({ dead, suspects, deadBy }: Finding): string[] {
  const found: string[] = [];
  if (dead > suspects) found.push(`${dead} dead of ${suspects} suspects`);
  const proved = sum(deadBy.map(({ objects }) => objects));
  // The list of fields ends somewhere; a shorter one is whole.
  if (proved > dead || (proved < dead && deadBy.length < 6))
    found.push(`${dead} dead, fields prove ${deadBy.map(({ objects }) => objects).join(' + ')}`);
  return found;
}

/** The class that a finding speaks of has its suspects, and the others that it names. */
function classesDiffer(
  { classes, suspects, living, deadElsewhere = 0, evidence }: Finding,
  subject: Subject,
): string[] {
  const [first] = classes;
  if (subject !== 'objects' || first === undefined) return [];
  const about = [...evidence.for, ...evidence.against].flatMap(
    ({ text }) =>
      /^(?:\d+ of \d+|No field says that any of the \d+) (.+?) (?:are dead|is closed)/.exec(text)?.[1] ?? [],
  )[0];
  if (about === undefined || first.name.replace(/[ (].*$/, '') !== about) return [];
  const all = first.counts[first.counts.length - 1];
  return suspects + living + deadElsewhere === all
    ? []
    : [`${all} ${first.name}, ${suspects} suspects + ${living} living + ${deadElsewhere} dead elsewhere`];
}

function cutDiffers(
  { brokenEdge: cut, suspects, freedBytes, shallowBytes, holders, evidence }: Finding,
  subject: Subject,
): string[] {
  if (cut === null) return freedBytes === 0 ? [] : [`no cut frees ${freedBytes} bytes`];
  const found: string[] = [];
  if (cut.of !== suspects) found.push(`the cut is of ${cut.of}, ${suspects} suspects`);
  if (cut.frees > cut.of) found.push(`the cut frees ${cut.frees} of ${cut.of}`);
  if (cut.freedBytes !== freedBytes) found.push(`the cut frees ${cut.freedBytes} bytes, the finding ${freedBytes}`);
  if (subject === 'objects' && cut.frees === cut.of && shallowBytes > freedBytes)
    found.push(`suspects of ${shallowBytes} bytes, all freed, with ${freedBytes} bytes`);
  const isSingle = evidence.for.some(({ code, text }) => code === 'single-holder' && text.startsWith('One'));
  if (isSingle && (cut.frees !== cut.of || cut.also.length > 0))
    found.push(`one reference holds them all, and the cut frees ${cut.frees} of ${cut.of}`);
  for (const { label, edges } of cut.also) {
    const holder = holders.find((each) => each.label === label);
    if (holder !== undefined && holder.edges !== edges)
      found.push(`${label}: ${edges} references, as a holder ${holder.edges}`);
  }
  const holder = holders.find(({ label }) => label === cut.label);
  // A link has its references between the suspects besides those that enter from outside.
  if (holder !== undefined && holder.edges > cut.edges)
    found.push(`${cut.label}: ${cut.edges} references, as a holder ${holder.edges}`);
  return found;
}

function headlineDiffers(finding: Finding): string[] {
  const { headline, brokenEdge, living, deadElsewhere = 0 } = finding;
  const found: string[] = [];
  const frees = /: frees (\d+) of (\d+) .*?\((\d[^()]*B)\)/.exec(headline);
  if (frees !== null && brokenEdge !== null) {
    const said = `${frees[1]} of ${frees[2]} (${frees[3]})`;
    const measured = `${brokenEdge.frees} of ${brokenEdge.of} (${formatBytes(brokenEdge.freedBytes)})`;
    if (said !== measured) found.push(`the headline says ${said}, the cut ${measured}`);
  }
  const none = /(?:none of|not) the (\d+) living/.exec(headline);
  if (none !== null && (Number(none[1]) !== living || living === 0))
    found.push(`the headline says ${none[1]} living, the finding ${living}`);
  const lost = /, and (\d+) living object/.exec(headline);
  if (lost !== null && Number(lost[1]) !== brokenEdge?.livingLost)
    found.push(`the headline says that ${lost[1]} living go, the cut ${brokenEdge?.livingLost}`);
  const part = (pattern: RegExp) =>
    sum(
      [...(/; not counted: (.*?)\.(?: |$)/.exec(headline)?.[1] ?? '').matchAll(pattern)].map(([, count]) =>
        Number(count),
      ),
    );
  if (frees !== null) {
    if (part(/(\d+) dead/g) !== deadElsewhere)
      found.push(`the headline does not count ${part(/(\d+) dead/g)} dead, the finding ${deadElsewhere}`);
    // What the cut costs is among the living of the class, or beside them.
    const said = part(/(\d+) (?:from before|newer)/g) + Number(none?.[1] ?? 0);
    if (lost === null && said !== living) found.push(`the headline says ${said} living, the finding ${living}`);
  }
  return found;
}

/** Numbers in the sentences of the evidence that the finding has in a field. */
function sentencesDiffer({ evidence, dead, suspects, growth, refcount, headline, brokenEdge }: Finding): string[] {
  const found: string[] = [];
  if (
    brokenEdge !== null &&
    brokenEdge.frees < brokenEdge.of &&
    !evidence.against.some(({ code }) => code === 'not-all-freed')
  )
    found.push(`the cut frees ${brokenEdge.frees} of ${brokenEdge.of}, and nothing says why not all`);
  const equal = (text: string, said: readonly (string | undefined)[], right: readonly number[]) => {
    if (said.map(Number).join() !== right.join()) found.push(`${text} (${right.join(', ')})`);
  };
  for (const { code, text } of [...evidence.for, ...evidence.against]) {
    const numbers = (pattern: RegExp) => pattern.exec(text)?.slice(1);
    if (code === 'dead') equal(text, numbers(/^(\d+) of (\d+) /) ?? [], [dead, suspects]);
    if (code === 'no-death') equal(text, numbers(/any of the (\d+) /) ?? [], [suspects]);
    if (code === 'no-death' && dead > 0) found.push(`${text} (${dead} dead)`);
    if (code === 'steady-growth' && text.startsWith('Survivors'))
      equal(text, (numbers(/round: ([\d, ]+) /)?.[0] ?? '').split(', '), growth.survivorsPerRound);
    if (code === 'not-all-freed' && brokenEdge !== null)
      equal(text, numbers(/^The cut frees (\d+) of the (\d+): the other (\d+) /) ?? [], [
        brokenEdge.frees,
        brokenEdge.of,
        brokenEdge.of - brokenEdge.frees,
      ]);
    if (code === 'few' && text.includes('are dead')) equal(text, numbers(/^Only (\d+) /) ?? [], [dead]);
    if (code === 'refcount' && refcount !== null) equal(text, numbers(/for (\d+) objects/) ?? [], [refcount.objects]);
    const part = /^(\d+) of (\d+) /.exec(text);
    if (part !== null && Number(part[1]) > Number(part[2])) found.push(`${text} (more than all)`);
    if (/\b(?:the|any of the) 0\b|\b0 of 0\b/.test(text)) found.push(text);
  }
  if (/\b(?:of the|and) 0 living|\b0 of 0\b/.test(headline)) found.push(headline);
  return found;
}

function samplesDiffer({ sampleNodeIds, suspects, ages, allocatedAt, reservation }: Finding): string[] {
  const found: string[] = [];
  if (new Set(sampleNodeIds).size !== sampleNodeIds.length) found.push('a sample is listed twice');
  if (sampleNodeIds.length > suspects) found.push(`${sampleNodeIds.length} samples of ${suspects} suspects`);
  if (
    ages !== undefined &&
    (ages.atLeast > suspects || ages.youngestMs > ages.medianMs || ages.medianMs > ages.oldestMs)
  )
    found.push('the ages contradict one another');
  if (allocatedAt !== undefined) {
    const listed = sum(allocatedAt.stacks.map(({ objects }) => objects));
    if (allocatedAt.tracked > suspects || listed > allocatedAt.tracked)
      found.push(`${listed} of ${allocatedAt.tracked} allocations of ${suspects} suspects`);
  }
  if (reservation.tracesBack !== reservation.via.length > 0) found.push('it traces back by nothing');
  return found;
}

/** Lines of an audit that say that the books or counters of a pool do not agree, so that its figures need not. */
const DISAGREEMENTS: ReadonlySet<string> = new Set([
  'in-no-book',
  'in-two-books',
  'booked-twice',
  'closed-but-booked',
  'ledgers-disagree',
  'counter-mismatch',
]);

/** Figures of a pool that contradict one another, where its audit does not say that they do. @param length snapshots of the series */
export function poolDiffers(pool: Pool, length: number): string[] {
  const { inventory, heldBy, leases, omittedLeases = 0, lastSeen, audit = [], alike, ledgers, states } = pool;
  const found: string[] = [];
  for (const { field, sizes } of ledgers)
    if (sizes.length !== length) found.push(`${sizes.length} sizes of ${field} in ${length} snapshots`);
  if (alike !== undefined && alike.length !== length)
    found.push(`${alike.length} numbers of pools in ${length} snapshots`);
  if (inventory === undefined) return found;
  if (inventory.length !== length) found.push(`${inventory.length} rows in ${length} snapshots`);
  const isExplained = audit.some(({ code }) => DISAGREEMENTS.has(code));
  if (!isExplained) found.push(...inventory.flatMap((row, index) => (row === null ? [] : rowDiffers(row, index))));
  const last = inventory[inventory.length - 1] ?? null;
  if (last === null || lastSeen !== undefined) return found;
  const known = sum(Object.values(states));
  if (!isExplained && last.size !== null && known !== last.size && known > 0)
    found.push(`states of ${known} resources, ${last.size} in the pool`);
  const listed = leases === undefined ? null : leases.length + omittedLeases;
  const held = heldBy === undefined ? null : sum(heldBy.map((each) => each.leases));
  if (held !== null && listed !== null && held > listed) found.push(`${held} leases are held, ${listed} out`);
  if (listed !== null && last.leased !== null && listed > last.leased)
    found.push(`${listed} leases are listed, ${last.leased} leased`);
  return found;
}

type InventoryRow = NonNullable<NonNullable<Pool['inventory']>[number]>;

function rowDiffers({ size, idle, leased, dead, maximum, pending }: InventoryRow, index: number): string[] {
  const found: string[] = [];
  const text = `row ${index}: size ${size}, idle ${idle}, leased ${leased}, dead ${dead}`;
  if ([size, idle, leased, dead, maximum, pending].some((figure) => figure !== null && figure < 0)) found.push(text);
  if (size !== null && (idle ?? 0) + (leased ?? 0) > size) found.push(text);
  if (size !== null && dead !== null && dead > size) found.push(text);
  return found;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}
