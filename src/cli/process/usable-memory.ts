import { freemem, totalmem } from 'node:os';
import process from 'node:process';

/**
 * Bytes that this process could use, rather over- than underestimated, so that no analysis is refused without need. Memory
 * that the system can reclaim at once counts as free (only Linux tells). In a container its limit counts, because most of its
 * used memory is file cache.
 */
export function findUsableMemory(): number {
  const limit = process.constrainedMemory() ?? 0;
  const free = process.platform === 'linux' ? freemem() : totalmem();
  return limit > 0 ? Math.min(limit, free) : free;
}
