import { freemem, totalmem } from 'node:os';
import process from 'node:process';

/**
 * Bytes that this process could have, more likely too many than too few: a refusal that is none helps nobody. What
 * the system can give back at once counts as free, which only Linux tells; of a container its limit counts, since what it
 * has in use is mostly files that it has read or written.
 */
export function findUsableMemory(): number {
  const limit = process.constrainedMemory() ?? 0;
  const free = process.platform === 'linux' ? freemem() : totalmem();
  return limit > 0 ? Math.min(limit, free) : free;
}
