import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { analyzeSnapshots } from '../../src/analyze.js';
import type { Pool } from '../../src/findings/report-schema.js';
import { openSnapshotFile } from '../../src/snapshot/byte-source.js';
import { countSessions } from './count-sessions.js';
import { FIGURES, type Figure, type Figures, type Moment, type NamedLibrary, type Packages } from './library.js';
import { nameOfPackages, provideNode, providePackages } from './packages.js';
import { findService } from './services.js';

const run = promisify(execFile);
const RUN_TIMEOUT_MS = 60_000;

/** One figure at one moment: what it is, who says so, and what poolscope read from the heap. */
export interface Comparison {
  readonly moment: string;
  readonly figure: Figure;
  readonly expected: number;
  /** The library's own interface, or what follows from what the program did. */
  readonly by: 'library' | 'program';
  /** Null where the report has no such figure. */
  readonly read: number | null;
}

/** What became of one library in one version. */
export interface Verification {
  readonly name: string;
  readonly packages: string;
  readonly comparisons: readonly Comparison[];
  /** Findings called a leak, of a program without a fault. Suspects may be: its load is not the same in each round. */
  readonly alarms: readonly string[];
  /** Why nothing could be compared, or null. */
  readonly skipped: string | null;
}

export interface VerifyOptions {
  /** Where installed packages are kept. */
  readonly cache: string;
  /** The Node.js that runs the library; the one of this process when not given. */
  readonly node?: string;
}

/** Figures that were not read as they are. */
export function differences({ comparisons }: Verification): Comparison[] {
  return comparisons.filter(({ expected, read }) => expected !== read);
}

/** Whether every figure was read as it is, without an alarm. Nothing compared is not equal. */
export function isEqual(verification: Verification): boolean {
  const { comparisons, alarms } = verification;
  return comparisons.length > 0 && alarms.length === 0 && differences(verification).length === 0;
}

/**
 * Installs one version of a library, runs it, and compares its books with those that poolscope reads from its heap.
 *
 * @param root the repository's folder
 * @returns `skipped` when its service does not listen here
 * @throws Error when the packages cannot be installed or the program fails
 */
export async function verifyLibrary(
  root: string,
  { name, file, library }: NamedLibrary,
  packages: Packages,
  { cache, node = process.execPath }: VerifyOptions,
): Promise<Verification> {
  const packageNames = nameOfPackages(packages);
  const service = library.service === null ? null : await findService(library.service);
  if (library.service !== null && service === null)
    return { name, packages: packageNames, comparisons: [], alarms: [], skipped: `no ${library.service} listens here` };

  const installed = await providePackages(cache, packages);
  const binary = (await provideNode(join(cache, '../node'), packages)) ?? node;
  const folder = await mkdtemp(join(tmpdir(), 'poolscope-library-'));
  try {
    const runner = join(root, 'test/profiles/run-library.mjs');
    const { stdout } = await run(binary, [runner, file, installed, folder, JSON.stringify(service)], {
      timeout: RUN_TIMEOUT_MS,
    });
    const moments = stdout
      .split('\n')
      .filter((line) => line.startsWith('{"moment"'))
      .map((line) => JSON.parse(line) as Moment & { file: string });
    const report = await analyzeSnapshots(
      moments.map(({ moment, file: path }) => ({ name: moment, path, open: () => openSnapshotFile(path) })),
    );
    const poolsOf = (name: string) => report.pools.filter(({ profile }) => profile === name);
    const comparisons: Comparison[] = [];
    for (const [index, moment] of moments.entries()) {
      const read = sumUp(poolsOf(library.profile), index);
      if (moment.known.sessions !== undefined)
        read.sessions = await countSessions(moment.file, library.borrower ?? library.profile);
      comparisons.push(...compareMoment(moment, read));
      for (const [other, known] of Object.entries(moment.others ?? {})) {
        const own = { moment: `${moment.moment}, ${other}`, said: {}, known };
        comparisons.push(...compareMoment(own, sumUp(poolsOf(other), index)));
      }
    }
    const alarms = report.findings.filter(({ verdict }) => verdict === 'leak').map(({ headline }) => headline);
    return { name, packages: packageNames, comparisons, alarms, skipped: null };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function compareMoment({ moment, said, known }: Moment, read: Figures): Comparison[] {
  return FIGURES.flatMap((figure): Comparison[] => {
    const [expected, by] =
      said[figure] === undefined ? [known[figure], 'program' as const] : [said[figure], 'library' as const];
    return expected === undefined ? [] : [{ moment, figure, expected, by, read: read[figure] ?? null }];
  });
}

/** The figures of all pools of a profile together, in one snapshot. A figure that one of them lacks is missing. */
function sumUp(pools: readonly Pool[], snapshot: number): Figures {
  const inventories = pools.flatMap(({ inventory }) => inventory?.[snapshot] ?? []);
  const read: Figures = { pools: inventories.length };
  for (const figure of FIGURES) {
    if (figure === 'pools' || figure === 'sessions') continue;
    const values = inventories.flatMap((inventory) => inventory[figure] ?? []);
    if (values.length === inventories.length && values.length > 0)
      read[figure] = values.reduce((sum, value) => sum + value, 0);
  }
  return read;
}
