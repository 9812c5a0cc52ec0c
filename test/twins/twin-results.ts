import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { analyzeSnapshots } from '../../src/analyze.js';
import { sourceFilesOnDisk } from '../../src/disk/source-files-on-disk.js';
import type { Finding, Report, Source } from '../../src/findings/report-schema.js';
import { openSnapshotFile } from '../../src/snapshot/byte-source.js';
import { TWINS } from './catalog.js';
import type { TwinModel } from './twin-model.js';

const execute = promisify(execFile);
export const VERSIONS = ['buggy', 'fixed', 'lookAlike'] as const;
type Version = (typeof VERSIONS)[number];

/** What the analysis said of the three versions of a twin. */
export interface TwinResult {
  readonly twin: TwinModel;
  readonly reports: Readonly<Record<Version, Report>>;
  /** What the last snapshot of the leaking version says alone, where the twin has an answer to that. */
  readonly last: Report | null;
  /** The file that ran, and the one that it was compiled from. */
  readonly files: readonly TwinFile[];
}

interface TwinFile {
  readonly name: string;
  readonly lines: readonly string[];
}

export interface TwinOptions {
  /** The Node.js that runs the twins; the one of this process when not given. */
  readonly node?: string;
  /** Only these twins, by their file. */
  readonly only?: readonly string[];
  /** Classes, functions and variables renamed to single letters, as a bundler would. */
  readonly minified?: boolean;
  /** Runs the clean versions of all twins in one process each: far cheaper, and an alarm names its twin by its label. */
  readonly cleanTogether?: boolean;
  /** Keeps the series of each version here, in a folder named after the twin, instead of deleting it. */
  readonly keep?: string;
}

const PROCESSES_AT_A_TIME = 3;

/**
 * Runs the twins, each version in a process of its own, and analyzes what they leave. Each series is deleted as soon
 * as it is read, unless it is to be kept.
 *
 * @param root the repository's folder
 */
export async function runTwins(root: string, options: TwinOptions = {}): Promise<TwinResult[]> {
  const folder = await mkdtemp(join(tmpdir(), 'twins-'));
  try {
    const twins = TWINS.filter(({ file }) => options.only === undefined || options.only.includes(file));
    const files = twins.map(({ file }) => file);
    await build({
      entryPoints: files.map((file) => join(root, 'test/twins/models', `${file}.ts`)),
      outdir: folder,
      outExtension: { '.js': '.mjs' },
      bundle: true,
      minifyIdentifiers: options.minified === true,
      format: 'esm',
      platform: 'node',
      target: 'node18',
      sourcemap: true,
    });
    const last = new Map<string, Report>();
    const analyze = async (
      version: Version,
      models: readonly string[],
      name: string,
      twin?: TwinModel,
    ): Promise<Report> => {
      const target =
        options.keep === undefined ? join(folder, `${name}-${version}`) : join(options.keep, name, version);
      await mkdir(target, { recursive: true });
      const compiled = models.map((file) => join(folder, `${file}.mjs`));
      const runner = join(root, 'test/twins/run-twin.mjs');
      await execute(options.node ?? process.execPath, [runner, version, target, ...compiled]);
      const report = await analyzeFolder(target, [0, 1, 2, 3], twin?.withText === true);
      if (twin !== undefined && version === 'buggy' && asksOfLast(twin))
        last.set(name, await analyzeFolder(target, [3]));
      if (options.keep === undefined) await rm(target, { recursive: true });
      return report;
    };
    const gate = new Gate(PROCESSES_AT_A_TIME);
    const shared = new Map<Version, Promise<Report>>();
    const together = twins.filter(({ twin }) => !isAlone(twin)).map(({ file }) => file);
    const reportOf = (version: Version, file: string, twin: TwinModel): Promise<Report> => {
      if (options.cleanTogether !== true || version === 'buggy' || isAlone(twin))
        return gate.run(() => analyze(version, [file], file, twin));
      const known = shared.get(version) ?? gate.run(() => analyze(version, together, 'all'));
      shared.set(version, known);
      return known;
    };
    return await Promise.all(
      twins.map(async ({ file, twin }) => {
        const [buggy, fixed, lookAlike] = await Promise.all(VERSIONS.map((version) => reportOf(version, file, twin)));
        const paths = [join(folder, `${file}.mjs`), join(root, 'test/twins/models', `${file}.ts`)];
        const files = await Promise.all(
          paths.map(async (path) => ({ name: basename(path), lines: (await readFile(path, 'utf8')).split('\n') })),
        );
        return { twin, reports: { buggy, fixed, lookAlike }, last: last.get(file) ?? null, files };
      }),
    );
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** A false alarm of a pending twin must not hide one of another. */
const isAlone = ({ alone, pending, lookAlikeAtMost }: TwinModel): boolean =>
  alone === true || pending !== undefined || lookAlikeAtMost !== undefined;

const asksOfLast = ({ expected }: TwinModel): boolean =>
  expected.labelInOne !== undefined || expected.sameFingerprintInOne === true || expected.gravestInOne !== undefined;

/** Lets a number of jobs run at a time, in the order of their coming. */
class Gate {
  readonly #waiting: (() => void)[] = [];
  #free: number;

  constructor(free: number) {
    this.#free = free;
  }

  async run<T>(job: () => Promise<T>): Promise<T> {
    if (this.#free > 0) this.#free -= 1;
    else await new Promise<void>((resolve) => this.#waiting.push(resolve));
    try {
      return await job();
    } finally {
      const next = this.#waiting.shift();
      if (next === undefined) this.#free += 1;
      else next();
    }
  }
}

/** Findings that ask somebody to do something. */
export function alarms(report: Report): Finding[] {
  return report.findings.filter(({ verdict }) => verdict !== 'note');
}

/** Whether the first alarm names the reference to cut. */
export function isHolderFirst({ expected }: TwinModel, report: Report, isMinified = false): boolean {
  const label = alarms(report)[0]?.brokenEdge?.label;
  if (label === undefined) return false;
  const anyClass = () => new RegExp(expected.label.source.replace(/^\^[A-Z]\w+/, '^[\\w$]+'));
  return (isMinified ? (expected.renamed ?? anyClass()) : expected.label).test(label);
}

/** What the report of the leaking version says otherwise than the twin's answers, one sentence each. */
export function wrongAnswers({ twin, reports, last, files }: TwinResult): string[] {
  const { expected } = twin;
  const { findings } = reports.buggy;
  const finding = alarms(reports.buggy)[0] ?? findings[0];
  if (finding === undefined) return ['no finding'];
  const wrong: string[] = [];
  const match = (what: string, pattern: RegExp | undefined, texts: readonly (string | undefined)[]) => {
    if (pattern !== undefined && !texts.some((text) => text !== undefined && pattern.test(text)))
      wrong.push(`${what}: ${texts.join(' | ') || 'nothing'} instead of ${pattern}`);
  };
  const equal = (what: string, right: unknown, said: unknown) => {
    if (right !== undefined && JSON.stringify(right) !== JSON.stringify(said))
      wrong.push(`${what}: ${JSON.stringify(said)} instead of ${JSON.stringify(right)}`);
  };
  const { brokenEdge, classes, evidence, growth } = finding;
  equal('findings', expected.findings, findings.length);
  equal('verdict', expected.verdict, finding.verdict);
  match('class', expected.className, [classes[0]?.name]);
  equal('counts', expected.counts, classes[0]?.counts);
  equal('per round', expected.perRound, growth.exactMultiple);
  match('headline', expected.headline, [finding.headline]);
  match('source', expected.source, [textOfPlace(brokenEdge?.source ?? null, files)]);
  match(
    'dead by',
    expected.deadBy,
    finding.deadBy.map(({ field }) => field),
  );
  const sentences = [...evidence.for, ...evidence.against].map(({ text }) => text);
  for (const pattern of expected.evidence ?? []) match('evidence', pattern, sentences);
  const references = [brokenEdge?.label, ...(brokenEdge?.also ?? []).map(({ label }) => label)];
  for (const pattern of expected.references ?? []) match('reference', pattern, references);
  match('path', expected.path, [finding.path?.folded]);
  equal('dead', expected.dead, finding.dead);
  match('action', expected.action, [brokenEdge?.action]);
  equal('traces back', expected.tracesBack, finding.reservation.tracesBack);
  for (const pattern of expected.neverSaid ?? [])
    for (const text of [finding.headline, brokenEdge?.action ?? '', ...sentences])
      if (pattern.test(text)) wrong.push(`said: ${text}`);
  const inOne = last?.findings ?? [];
  match(
    'reference in one snapshot',
    expected.labelInOne,
    inOne.map((one) => one.brokenEdge?.label),
  );
  // The first finding is the gravest.
  if (expected.gravestInOne !== undefined) equal('gravest in one snapshot', expected.gravestInOne, inOne[0]?.verdict);
  if (expected.sameFingerprintInOne === true && !inOne.some(({ fingerprint }) => fingerprint === finding.fingerprint))
    wrong.push(
      `fingerprint in one snapshot: ${inOne.map((one) => one.fingerprint).join(' | ')} instead of ${finding.fingerprint}`,
    );
  if (expected.countsHoldersOnce === true)
    for (const { label, edges } of finding.holders)
      if (edges > (brokenEdge?.edges ?? 0)) wrong.push(`holder ${label}: ${edges} references of ${brokenEdge?.edges}`);
  return wrong;
}

function textOfPlace(source: Source | null, files: readonly TwinFile[]): string | undefined {
  if (source === null) return undefined;
  const text = files.find(({ name }) => name === basename(source.file))?.lines[source.line - 1];
  return `${source.file}:${source.line} ${text ?? ''}`.trim();
}

function analyzeFolder(folder: string, rounds: readonly number[], withText = false): Promise<Report> {
  const files = rounds.map((round) => join(folder, `${round}.heapsnapshot`));
  return analyzeSnapshots(
    files.map((path) => ({ name: basename(path), path, open: () => openSnapshotFile(path) })),
    withText ? { sourceFiles: sourceFilesOnDisk } : {},
  );
}
