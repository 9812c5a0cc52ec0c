import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { reportSchema } from '../../src/findings/report-schema.js';
import type { Packages, ServiceName } from '../profiles/library.js';
import { nameOfPackages, providePackages } from '../profiles/packages.js';
import { LIBRARY_CACHE, reasonToSkip } from '../profiles/prerequisites.js';
import { findService } from '../profiles/services.js';
import { poolscope } from './support/command-line.js';
import { startServing } from './support/serving.js';

const ROOT = resolve(import.meta.dirname, '../..');
const APPS = join(import.meta.dirname, 'apps');

interface Application {
  readonly packages: Packages;
  readonly service: ServiceName;
  readonly culprit: RegExp;
}

const applications = await Promise.all(
  ['express-pg', 'fastify-mysql2', 'http-redis'].map(async (name) => {
    const file = join(APPS, `${name}.mjs`);
    const application: Application = await import(file);
    const reason = await reasonToSkip(ROOT, application.packages, application.service);
    return {
      ...application,
      name: `${name}${reason === null ? '' : ` (skipped: ${reason})`}`,
      file,
      isSkipped: reason !== null,
    };
  }),
);

/** Forty requests, eight at a time. */
const LOAD = `
  const ids = Array.from({ length: 40 }, (_, id) => id);
  const worker = async () => { while (ids.length > 0) await (await fetch(process.argv[1] + ids.pop())).text(); };
  Promise.all(Array.from({ length: 8 }, worker)).then(() => process.exit(0), () => process.exit(1));`.replaceAll(
  /\s+/g,
  ' ',
);

let scratch = '';
beforeAll(async () => {
  scratch = await mkdtemp(join(tmpdir(), 'poolscope-apps-'));
});
afterAll(() => rm(scratch, { recursive: true, force: true }));

/** Starts the application, works and attaches to it, and stops it. */
async function diagnose({ file, packages, service: name }: Application & { readonly file: string }, state: string) {
  const folder = await providePackages(join(ROOT, LIBRARY_CACHE), packages);
  const service = await findService(name);
  if (service === null) throw new Error(`no ${name} listens here`);
  const app = startServing(process.execPath, [
    '--inspect-port=0',
    join(APPS, 'run-app.mjs'),
    file,
    folder,
    JSON.stringify(service),
    state,
  ]);
  try {
    const port = await app.waitFor(/listening on (\d+)/);
    const load = `"${process.execPath}" -e "${LOAD}" http://127.0.0.1:${port}/order/`;
    const dir = join(scratch, `${nameOfPackages(packages)}-${state}`.replaceAll(/[^\w.-]/g, '-'));
    const argv = ['attach', String(app.pid), '--between', load, '--dir', dir, '--format', 'json'];
    const { code, stdout, stderr } = await poolscope(argv);
    expect(stdout, stderr).toMatch(/^\{/);
    return { code, report: reportSchema.parse(JSON.parse(stdout)) };
  } finally {
    await app.stop();
  }
}

// Applications from npm that nobody here wrote, on servers that run here, attached to by pid while they serve.
for (const application of applications) {
  describe.skipIf(application.isSkipped)(application.name, { timeout: 240_000 }, () => {
    it('has no leak when it is healthy', async () => {
      const { code, report } = await diagnose(application, 'healthy');
      expect(report.findings.filter(({ verdict }) => verdict === 'leak').map(({ headline }) => headline)).toEqual([]);
      expect(code).toBe(0);
    });

    it('has its fault found, and named first', async () => {
      const { code, report } = await diagnose(application, 'fault');
      const [finding] = report.findings;
      expect(finding, report.headline).toMatchObject({ verdict: 'leak' });
      expect(finding?.headline).toMatch(application.culprit);
      expect(code).toBe(1);
    });
  });
}
