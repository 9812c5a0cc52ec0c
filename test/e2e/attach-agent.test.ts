import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { type Report, reportSchema } from '../../src/findings/report-schema.js';
import { poolscope } from './support/command-line.js';
import { startServing } from './support/serving.js';

const ROOT = resolve(import.meta.dirname, '../..');

/** A pool with the fields of generic-pool, whose profile knows them under any name. */
const LIBRARY = `
  class PooledResource { constructor(obj) { this.obj = obj; this.state = 'IDLE'; this.lastReturnTime = 0; this.lastBorrowTime = 0; } }
  class ResourceLoan { constructor(pooled) { this.pooledResource = pooled; this._promise = Promise.resolve(); this._state = 'FULFILLED'; } }
  exports.Pool = class Pool {
    constructor(factory) {
      this._factory = factory;
      this._config = { max: 20 };
      this._draining = false;
      this._allObjects = new Set();
      this._resourceLoans = new Map();
      this._availableObjects = { _list: { head: null } };
      this._waitingClientsQueue = { _slots: [] };
    }
    async acquire() {
      const pooled = new PooledResource(this._factory.create());
      this._allObjects.add(pooled);
      this._resourceLoans.set(pooled.obj, new ResourceLoan(pooled));
      return pooled.obj;
    }
    async release(obj) {
      this._allObjects.delete(this._resourceLoans.get(obj).pooledResource);
      this._resourceLoans.delete(obj);
    }
  };
`;
/** All is taken before anybody could attach. */
const PROGRAM = `
  const { Pool } = require('./library.cjs');
  class Connection { constructor() { this.open = true; } }
  const pool = new Pool({ create: () => new Connection() });
  globalThis.pool = pool;
  async function keepsIt() { return await pool.acquire(); }
  async function returnsIt() { await pool.release(await pool.acquire()); }
  (async () => {
    for (let count = 0; count < 3; count += 1) { await keepsIt(); await returnsIt(); }
    setInterval(() => {}, 1000);
    console.log('ready');
  })();
`;

let scratch = '';
let agent = '';

beforeAll(async () => {
  scratch = await mkdtemp(join(tmpdir(), 'poolscope-agent-'));
  // Where it is installed: what lies elsewhere is the program.
  agent = join(scratch, 'node_modules', 'poolscope', 'agent.mjs');
  await build({
    absWorkingDir: ROOT,
    entryPoints: ['src/agent/agent.ts'],
    outfile: agent,
    bundle: true,
    platform: 'node',
    format: 'esm',
    logLevel: 'error',
  });
  await writeFile(join(scratch, 'library.cjs'), LIBRARY);
  await writeFile(join(scratch, 'program.cjs'), PROGRAM);
});
afterAll(() => rm(scratch, { recursive: true, force: true }));

/** Starts the program with the agent, and attaches to it when all is taken. */
async function attachTo(name: string, trace: string | undefined): Promise<{ report: Report; stderr: string }> {
  const args = ['--import', pathToFileURL(agent).href, '--inspect-port=0', join(scratch, 'program.cjs')];
  const target = startServing(process.execPath, args, { ...process.env, POOLSCOPE_TRACE: trace });
  try {
    await target.waitFor(/ready/);
    // The agent looks through the process 2 s after the start, while `attach` is there.
    const argv = [
      'attach',
      String(target.pid),
      '--trace-leases',
      '--rounds',
      '1',
      '--interval',
      '2s',
      '--format',
      'json',
    ];
    const { stdout, stderr } = await poolscope([...argv, '--dir', join(scratch, name)]);
    expect(stdout, stderr).toMatch(/^\{/);
    return { report: reportSchema.parse(JSON.parse(stdout)), stderr };
  } finally {
    await target.stop();
  }
}

describe('a program that was started with the agent', { timeout: 120_000 }, () => {
  it('knows who took what before anybody attached', async () => {
    const { report, stderr } = await attachTo('traced', '1');
    expect(report.leaseRecord).toMatchObject({ by: 'agent', checkouts: 6, releases: 3, unseen: 0, failure: null });
    const pool = report.pools.find(({ profile }) => profile === 'generic-pool');
    const taken = pool?.takenAt?.map(({ source, leases }) => [source?.function, source?.line, leases]);
    expect(taken).toEqual([['keepsIt', 6, 3]]);
    // The agent's own look through the process must not renumber its objects.
    expect(stderr).not.toContain('Another debugger has disconnected');
    expect(report.series.epoch.comparable).toBe(true);
    expect(stderr).toContain('The agent in the process goes on recording.');
  });

  it('records nothing without the variable', async () => {
    const { report } = await attachTo('untraced', undefined);
    expect(report.leaseRecord).toMatchObject({ by: 'attach', checkouts: 0, releases: 0 });
    const rows = report.pools.flatMap(({ takenAt }) => takenAt ?? []);
    expect(rows.map(({ recorded, leases }) => [recorded, leases])).toEqual([[false, 3]]);
  });
});
