import { execFile } from 'node:child_process';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { analyzeSnapshots } from '../../src/analyze.js';
import type { Report } from '../../src/findings/report-schema.js';
import { openSnapshotFile } from '../../src/snapshot/byte-source.js';
import type { Library } from './library.js';
import { providePackages } from './packages.js';
import { LIBRARY_CACHE } from './prerequisites.js';
import { findService } from './services.js';

const run = promisify(execFile);
const RUN_TIMEOUT_MS = 60_000;

/** Faults that `applications/shop.mjs` can have. */
export type ShopFault = 'forgotten-release' | 'listener-per-checkout' | 'clients-in-a-map';

/**
 * Runs the shop on the newest version of a driver, against its real server, and analyzes the series it leaves.
 *
 * @param root the repository's folder
 * @param driver key in `applications/databases.mjs`
 * @param library the driver's entry, which tells versions and service
 * @throws Error when the service does not listen here or the program fails
 */
export async function analyzeShop(
  root: string,
  driver: string,
  library: Library,
  fault: ShopFault | 'none',
): Promise<Report> {
  const service = library.service === null ? null : await findService(library.service);
  if (service === null) throw new Error(`no ${library.service} listens here`);
  const installed = await providePackages(join(root, LIBRARY_CACHE), library.versions.at(-1) ?? {});
  const folder = await mkdtemp(join(tmpdir(), 'poolscope-shop-'));
  try {
    const runner = join(root, 'test/profiles/run-application.mjs');
    await run(process.execPath, [runner, driver, fault, installed, folder, JSON.stringify(service)], {
      timeout: RUN_TIMEOUT_MS,
    });
    const files = (await readdir(folder)).sort().map((name) => join(folder, name));
    return await analyzeSnapshots(files.map((path) => ({ name: path, path, open: () => openSnapshotFile(path) })));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
