import { execFile } from 'node:child_process';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { analyzeSnapshots } from '../../src/analyze.js';
import type { Finding, FindingKind } from '../../src/findings/report-schema.js';
import { openSnapshotFile } from '../../src/snapshot/byte-source.js';
import type { Packages, Service, ServiceName } from '../profiles/library.js';
import { nameOfPackages, provideNode, providePackages } from '../profiles/packages.js';
import { findService } from '../profiles/services.js';

const run = promisify(execFile);
const RUN_TIMEOUT_MS = 120_000;
const FOLDER = 'test/public-issues';

/** A leak that was reported in public, rebuilt: `test/public-issues/issues/<name>.mjs` exports one as `issue`. */
export interface PublicIssue {
  readonly url: string;
  readonly service: ServiceName | null;
  readonly faulty: Packages;
  /** The release that fixes it; the same as `faulty` where the program is what is fixed. */
  readonly fixed: Packages;
  /** What has to be found, the place by a part of its name; null where the heap does not show a fault. */
  readonly finds: { readonly kind: FindingKind; readonly place: string } | null;
  /** @returns what does one round of work */
  start(context: {
    // biome-ignore lint/suspicious/noExplicitAny: every library has its own interface
    readonly load: (specifier: string) => Promise<any>;
    readonly require: NodeJS.Require;
    readonly service: Service | null;
    readonly isFaulty: boolean;
  }): Promise<() => Promise<unknown>>;
}

/** One program, analyzed. */
export interface Rebuilt {
  readonly name: string;
  readonly variant: 'faulty' | 'fixed';
  readonly packages: string;
  /** Findings that are more than notes, the gravest first. */
  readonly alarms: readonly string[];
  /** Whether it is as it should be: found, or silent. */
  readonly isAsExpected: boolean;
  /** A fault that is known not to be found. */
  readonly isMissed: boolean;
}

/**
 * Runs every issue that is rebuilt, faulty and fixed, and analyzes what it leaves.
 *
 * @param root the repository's folder
 */
export async function* rebuildIssues(root: string, only?: readonly string[]): AsyncIterable<Rebuilt> {
  for (const fileName of (await readdir(join(root, FOLDER, 'issues'))).sort()) {
    const name = fileName.replace(/\.mjs$/, '');
    if (only !== undefined && !only.includes(name)) continue;
    const file = join(root, FOLDER, 'issues', fileName);
    const { issue } = (await import(pathToFileURL(file).href)) as { issue: PublicIssue };
    for (const variant of ['faulty', 'fixed'] as const) {
      const findings = await analyzeIssue(root, file, issue, variant);
      const alarms = findings.filter(({ verdict }) => verdict !== 'note');
      yield {
        name,
        variant,
        packages: nameOfPackages(issue[variant]),
        alarms: alarms.map(
          ({ verdict, kind, brokenEdge, headline }) => `${verdict} ${kind} ${brokenEdge?.label ?? headline}`,
        ),
        isMissed: variant === 'faulty' && issue.finds === null && alarms.length === 0,
        isAsExpected: variant === 'fixed' || issue.finds === null ? alarms.length === 0 : isFound(alarms, issue.finds),
      };
    }
  }
}

function isFound([first]: readonly Finding[], wanted: NonNullable<PublicIssue['finds']>): boolean {
  if (first === undefined || first.kind !== wanted.kind) return false;
  return [first.brokenEdge?.label ?? '', ...first.holders.map(({ label }) => label)].some((label) =>
    label.includes(wanted.place),
  );
}

async function analyzeIssue(
  root: string,
  file: string,
  issue: PublicIssue,
  variant: Rebuilt['variant'],
): Promise<Finding[]> {
  const service = issue.service === null ? null : await findService(issue.service);
  if (issue.service !== null && service === null) throw new Error(`no ${issue.service} listens here`);
  const packages = issue[variant];
  const installed = await providePackages(join(root, '.cache/libraries'), packages);
  const binary = (await provideNode(join(root, '.cache/node'), packages)) ?? process.execPath;
  const folder = await mkdtemp(join(tmpdir(), 'poolscope-issue-'));
  try {
    const runner = join(root, FOLDER, 'run-issue.mjs');
    await run(binary, ['--expose-gc', runner, file, variant, installed, folder, JSON.stringify(service)], {
      timeout: RUN_TIMEOUT_MS,
    });
    const files = (await readdir(folder)).sort().map((name) => join(folder, name));
    const inputs = files.map((path) => ({ name: path, path, open: () => openSnapshotFile(path) }));
    return (await analyzeSnapshots(inputs)).findings;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
