import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';

import { listEndpointTargets } from '../../../src/capture/inspector-endpoint.js';
import { reportSchema } from '../../../src/findings/report-schema.js';
import { freePort } from '../../support/free-port.js';
import { poolscope } from './command-line.js';
import { expectAnswer } from './expectations.js';
import type { Sample } from './sample.js';
import { startServing } from './serving.js';

/** The ways to a target. */
export type Way = 'pid' | 'endpoint' | 'url' | 'spawn';

/** A run of the sample that is attached to. */
export interface AttachedRun {
  readonly scenario: string;
  readonly flags: readonly string[];
  readonly way: Way;
}

/**
 * Works the sample as its own series does: 3 cycles before the first snapshot, 5 before each other. A target that has just
 * been started does not listen yet.
 */
const LOAD = `
  const ask = (tries) => fetch(process.argv[1] + (process.env.POOLSCOPE_ROUND === '0' ? 3 : 5)).then(
    (answer) => process.exit(answer.ok ? 0 : 1),
    (error) => (tries > 0 ? setTimeout(ask, 100, tries - 1) : process.exit(2)));
  ask(100);`.replaceAll(/\s+/g, ' ');

const loadCommand = (url: string): string => `"${process.execPath}" -e "${LOAD}" ${url}`;

/** Attaches to a run of the sample, by one of the ways, and holds the report to what is known about the run. */
export async function expectAnswerOfAttached(sample: Sample, node: string, run: AttachedRun): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'poolscope-attach-'));
  const control = await freePort();
  const args = [sample.main, '--scenario', run.scenario, ...run.flags, '--serve', '--warm-up', '0'];
  const work = ['--control', String(control)];
  const inspector = await freePort();
  const flags = run.way === 'pid' ? [`--inspect-port=${inspector}`] : [`--inspect=127.0.0.1:${inspector}`];
  const target = run.way === 'spawn' ? null : startServing(node, [...flags, ...args, ...work]);
  try {
    await target?.waitFor(/control (\S+)/);
    const common = ['--between', loadCommand(`http://127.0.0.1:${control}/`), '--interval', '300ms', '--dir', folder];
    const argv = ['attach', ...common, '--format', 'json', ...(await targetArguments(run.way, target?.pid, inspector))];
    const spawned = run.way === 'spawn' ? ['--spawn', '--', node, ...args, ...work] : [];
    const outcome = await poolscope([...argv, ...spawned]);
    expect(outcome.stdout, outcome.stderr).toMatch(/^\{/);
    expectAnswer(run, { code: outcome.code, report: reportSchema.parse(JSON.parse(outcome.stdout)) });
    expect(outcome.stderr).toMatch(/4 snapshots pauses? the process for/);
    if (run.way === 'pid') await expect(listEndpointTargets({ host: '127.0.0.1', port: inspector })).rejects.toThrow();
  } finally {
    if (target !== null) expect(await target.stop()).toBe(0);
    await rm(folder, { recursive: true, force: true });
  }
}

async function targetArguments(way: Way, pid: number | undefined, port: number): Promise<string[]> {
  switch (way) {
    case 'pid':
      return [String(pid)];
    case 'endpoint':
      return [`127.0.0.1:${port}`];
    case 'url':
      return (await listEndpointTargets({ host: '127.0.0.1', port })).slice(0, 1).map(({ url }) => url);
    case 'spawn':
      return [];
  }
}
