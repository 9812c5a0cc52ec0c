import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Packages, ServiceName } from './library.js';
import { nameOfPackages } from './packages.js';
import { findService } from './services.js';

/** Installed libraries, beside the other things that are fetched once. */
export const LIBRARY_CACHE = '.cache/libraries';

/** In CI what is missing is a failure: packages are installed there, and all services have to listen. */
const isWanted = process.env['CI'] === 'true' || process.env['POOLSCOPE_LIBRARIES'] === '1';

/**
 * @param root the repository's folder
 * @returns why a test with these packages and this service is skipped here, or null
 */
export async function reasonToSkip(
  root: string,
  packages: Packages,
  service: ServiceName | null,
): Promise<string | null> {
  if (isWanted) return null;
  if (!existsSync(join(root, LIBRARY_CACHE, nameOfPackages(packages))))
    return 'not installed; POOLSCOPE_LIBRARIES=1 does it';
  return service === null || (await findService(service)) !== null ? null : `no ${service} listens here`;
}
