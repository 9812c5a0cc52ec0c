import { join } from 'node:path';
import { type Packages, readLibraries } from './library.js';
import { nameOfPackages } from './packages.js';
import { LIBRARY_CACHE } from './prerequisites.js';
import { differences, isEqual, type Verification, verifyLibrary } from './verify-library.js';

export interface SelectionOptions {
  /** Only these libraries. */
  readonly only?: readonly string[];
  /** Only the newest version of each. */
  readonly newestOnly?: boolean;
  /** The Node.js that runs the libraries; the one of this process when not given. */
  readonly node?: string;
}

/**
 * All libraries in all their versions, one after the other. What fails is a result like another.
 *
 * @param root the repository's folder
 */
export async function* verifyLibraries(root: string, options: SelectionOptions = {}): AsyncIterable<Verification> {
  const { only, newestOnly = false, node } = options;
  for (const named of await readLibraries(root)) {
    if (only !== undefined && !only.includes(named.name)) continue;
    for (const packages of newestOnly ? named.library.versions.slice(-1) : named.library.versions)
      try {
        const cache = join(root, LIBRARY_CACHE);
        yield await verifyLibrary(root, named, packages, node === undefined ? { cache } : { cache, node });
      } catch (error) {
        yield failure(named.name, packages, error);
      }
  }
}

function failure(name: string, packages: Packages, error: unknown): Verification {
  const message = error instanceof Error ? error.message : String(error);
  // A program that fails tells why in the line that names the error.
  const lines = message.split('\n');
  const skipped = lines.find((line) => /^\w*Error\b/.test(line)) ?? lines[0] ?? 'failed';
  return { name, packages: nameOfPackages(packages), comparisons: [], alarms: [], skipped };
}

/** One line of the table, and what is wrong below it. */
export function describeVerification(verification: Verification): {
  figures: string;
  verdict: 'equal' | 'NOT EQUAL' | 'not run';
  details: string[];
} {
  const { comparisons, alarms, skipped } = verification;
  if (skipped !== null) return { figures: '', verdict: 'not run', details: [skipped] };
  const said = comparisons.filter(({ by }) => by === 'library').length;
  return {
    figures: `${said} said, ${comparisons.length - said} known`,
    verdict: isEqual(verification) ? 'equal' : 'NOT EQUAL',
    details: [
      ...differences(verification).map(
        ({ moment, figure, expected, read }) => `${moment}: ${figure} is ${expected}, read as ${read ?? 'unknown'}`,
      ),
      ...alarms.map((alarm) => `false alarm: ${alarm}`),
    ],
  };
}
