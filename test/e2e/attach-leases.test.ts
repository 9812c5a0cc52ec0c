import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { type Pool, type Report, reportSchema } from '../../src/findings/report-schema.js';
import { providePackages } from '../profiles/packages.js';
import { LIBRARY_CACHE, reasonToSkip } from '../profiles/prerequisites.js';
import { findService } from '../profiles/services.js';
import { ANSWERS, type Answer } from './leases/answers.js';
import { poolscope } from './support/command-line.js';
import { bundleProgram } from './support/program.js';
import { type Serving, startServing } from './support/serving.js';

const ROOT = resolve(import.meta.dirname, '../..');
const LEASES = join(import.meta.dirname, 'leases');
const PROFILE = join(LEASES, 'own-pool.profile.json');

const PROGRAMS = await Promise.all(
  Object.entries(ANSWERS).map(async ([name, answer]) => {
    const reason = await reasonToSkip(ROOT, answer.packages, answer.service);
    const isBare = Object.keys(answer.packages).length === 0;
    return { name, answer, reason: isBare ? null : reason };
  }),
);

let scratch = '';
beforeAll(async () => {
  scratch = await mkdtemp(join(tmpdir(), 'poolscope-leases-'));
});
afterAll(() => rm(scratch, { recursive: true, force: true }));

async function startProgram(name: string, answer: Answer, more: readonly string[] = []): Promise<Serving> {
  const isBare = Object.keys(answer.packages).length === 0;
  const packages = isBare ? '' : await providePackages(join(ROOT, LIBRARY_CACHE), answer.packages);
  const service = answer.service === null ? null : await findService(answer.service);
  const file = join(LEASES, 'programs', `${name}.mjs`);
  return startServing(process.execPath, [
    '--inspect-port=0',
    join(LEASES, 'serve.mjs'),
    file,
    packages,
    JSON.stringify(service),
    ...more,
  ]);
}

const ask = async (port: string, path: string): Promise<Record<string, unknown>> =>
  (await (await fetch(`http://127.0.0.1:${port}${path}`)).json()) as Record<string, unknown>;

interface Run {
  readonly report: Report;
  readonly later: Report;
  readonly out: Record<string, number>;
  readonly touched: unknown;
  readonly stderr: string;
}

/** Attaches while the program works three times, and analyzes the folder once more. */
async function attachTo(name: string, answer: Answer, options: readonly string[] = []): Promise<Run> {
  const folder = await mkdtemp(join(scratch, `${name}-`));
  const target = await startProgram(name, answer);
  try {
    const port = await target.waitFor(/listening on (\d+)/);
    const load = `"${process.execPath}" -e "fetch('http://127.0.0.1:${port}/work')"`;
    const argv = [
      'attach',
      String(target.pid),
      '--rounds',
      '2',
      '--between',
      load,
      '--interval',
      '100ms',
      '--no-watch',
    ];
    const outcome = await poolscope([...argv, '--dir', folder, '--format', 'json', '--profile', PROFILE, ...options]);
    expect(outcome.stdout, outcome.stderr).toMatch(/^\{/);
    const report = reportSchema.parse(JSON.parse(outcome.stdout));
    const again = await poolscope(['analyze', folder, '--format', 'json', '--profile', PROFILE]);
    const later = reportSchema.parse(JSON.parse(again.stdout));
    const { out } = (await ask(port, '/out')) as { out: Record<string, number> };
    const { touched } = await ask(port, '/touched');
    return { report, later, out, touched, stderr: outcome.stderr };
  } finally {
    await target.stop();
  }
}

/** What the report says about who took what, by function, without the lines of the harness. */
function takers(
  pool: Pool | undefined,
): { function: string | null; helper: string | null; line: number; leases: number }[] {
  return (pool?.takenAt ?? []).map(({ source, caller, leases }) => {
    const isHelped = caller !== null && !caller.file.endsWith('serve.mjs');
    const place = isHelped ? caller : source;
    return {
      function: place?.function ?? null,
      helper: isHelped ? (source?.function ?? null) : null,
      line: place?.line ?? 0,
      leases,
    };
  });
}

describe('who took what is out', { timeout: 240_000 }, () => {
  for (const { name, answer, reason } of PROGRAMS)
    it.skipIf(reason !== null)(`${name}${reason === null ? '' : ` (skipped: ${reason})`}`, async () => {
      const { report, later, out, touched, stderr } = await attachTo(name, answer, ['--trace-leases']);
      const pool = report.pools.find(({ profile }) => profile === answer.profile);
      const expected = Object.entries(answer.lines).map(([taker, line]) => ({
        function: taker,
        helper: answer.helpers?.[taker] ?? null,
        line,
        leases: out[taker],
      }));
      expect(takers(pool).sort((a, b) => a.line - b.line)).toEqual(expected.sort((a, b) => a.line - b.line));
      const total = expected.reduce((sum, { leases = 0 }) => sum + leases, 0);
      expect(report.leaseRecord).toMatchObject({ by: 'attach', unseen: 0, kept: 0, failure: null, omittedLeases: 0 });
      expect((report.leaseRecord?.checkouts ?? 0) - (report.leaseRecord?.releases ?? 0)).toBeGreaterThanOrEqual(total);
      expect(stderr).toMatch(/Recording who checks out, until the last snapshot: .*\n/);
      expect(stderr).toContain('All methods are restored.');
      expect(touched === null || touched === false).toBe(true);
      // Kept beside the last snapshot: a later analysis says the same.
      expect(later.pools).toEqual(report.pools);
      expect(later.findings).toEqual(report.findings);
      expect(later.leaseRecord).toEqual(report.leaseRecord);
      const abandoned = report.findings.find(({ kind }) => kind === 'lease-never-released');
      if (abandoned !== undefined) expect(abandoned.evidence.for.map(({ code }) => code)).toContain('taken-at');
    });

  it('adds nothing to what the snapshots show: recorder and all are no part of them', async () => {
    const answer = ANSWERS['own-pool'] as Answer;
    const plain = await attachTo('own-pool', answer);
    const traced = await attachTo('own-pool', answer, ['--trace-leases']);
    const sentences = ({ findings, setAside }: Report): string[] => [
      ...findings.map(({ verdict, kind, brokenEdge }) => `${verdict} ${kind} ${brokenEdge?.label ?? ''}`),
      ...setAside.map(({ label }) => label),
    ];
    expect(sentences(traced.report)).toEqual(sentences(plain.report));
    expect(JSON.stringify(traced.report.findings)).not.toMatch(/lease-recorder/);
    expect(plain.report.leaseRecord).toBeUndefined();
    expect(plain.report.pools[0]?.takenAt).toBeUndefined();
  });

  it('says in one sentence that there is no pool to record', async () => {
    const answer: Answer = { packages: {}, service: null, profile: '', lines: {} };
    const { report, stderr } = await attachTo('idle', answer, ['--trace-leases']);
    expect(stderr).toMatch(/No pool that a profile knows the checkouts of is loaded/);
    expect(report.notes.map(({ code }) => code)).toContain('leases-unrecorded');
  });

  it('restores the methods when poolscope is killed, by itself within seconds', async () => {
    const start = await bundleProgram('attach-leases');
    const answer = ANSWERS['own-pool'] as Answer;
    const target = await startProgram('own-pool', answer, ['100', '0']);
    try {
      const port = await target.waitFor(/listening on (\d+)/);
      const folder = join(scratch, 'killed');
      const argv = ['attach', String(target.pid), '--trace-leases', '--interval', '60s', '--dir', folder];
      const run = start(...argv, '--profile', PROFILE);
      await expect.poll(() => ask(port, '/touched'), { timeout: 60_000 }).toEqual({ touched: true });
      run.child.kill('SIGKILL');
      await run.exit;
      await expect.poll(() => ask(port, '/touched'), { timeout: 30_000, interval: 500 }).toEqual({ touched: false });
      const { failures } = await ask(port, '/out');
      expect(failures).toBe(0);
    } finally {
      await target.stop();
    }
  });

  it('ends with one sentence when the target is killed while it records', async () => {
    const start = await bundleProgram('attach-leases');
    const answer = ANSWERS['own-pool'] as Answer;
    const target = await startProgram('own-pool', answer, ['100', '0']);
    const port = await target.waitFor(/listening on (\d+)/);
    const folder = join(scratch, 'gone');
    const run = start('attach', String(target.pid), '--trace-leases', '--dir', folder, '--profile', PROFILE);
    await expect.poll(() => ask(port, '/touched'), { timeout: 60_000 }).toEqual({ touched: true });
    await sleep(500);
    target.child.kill('SIGKILL');
    await target.stop();
    expect(await run.exit).toEqual({ code: 2, signal: null });
    expect(run.output.stderr).toMatch(/Process \d+ ended while it was attached to/);
  });
});
