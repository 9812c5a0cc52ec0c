/**
 * Preloaded into every measured process (`node --import`): writes what the whole process used, from start
 * to exit and over all threads, to file descriptor 3 as one JSON line. CPU in microseconds, memory in KiB.
 * Processes that it starts itself are not counted.
 */
import { writeSync } from 'node:fs';
import { isMainThread } from 'node:worker_threads';

if (isMainThread) {
  process.on('exit', () => {
    const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
    writeSync(3, `${JSON.stringify({ userCPUTime, systemCPUTime, maxRSS })}\n`);
  });
}
