import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** Imports a package from where the benchmark installed the peers, which it says in the environment. */
export function importPeer(name) {
  const folder = process.env.BENCH_PEERS ?? process.cwd();
  return import(pathToFileURL(createRequire(join(folder, 'package.json')).resolve(name)).href);
}
