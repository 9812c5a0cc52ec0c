/**
 * Preloaded into every measured process: adds a JSON line on what the whole process used, from start to exit and over
 * all threads, to a file. CPU in microseconds, memory in KiB.
 */
import { appendFileSync } from 'node:fs';
import { isMainThread } from 'node:worker_threads';

const file = process.env.BENCH_USAGE_FILE;
if (isMainThread && file !== undefined) {
  process.on('exit', () => {
    const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
    appendFileSync(file, `${JSON.stringify({ userCPUTime, systemCPUTime, maxRSS })}\n`);
  });
}
