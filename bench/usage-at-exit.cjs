/**
 * Preloaded into every measured process: adds a JSON line on what the whole process used, from start to exit and over
 * all threads, to a file. CPU in microseconds, memory in KiB. A file of the older module system, by `--require`: where an ES module is loaded
 * first, Node.js searches the text of the file that it starts for names of exports, which users do not pay for.
 */
const { appendFileSync } = require('node:fs');
const { isMainThread } = require('node:worker_threads');

const file = process.env.BENCH_USAGE_FILE;
if (isMainThread && file !== undefined) {
  process.on('exit', () => {
    const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
    appendFileSync(file, `${JSON.stringify({ userCPUTime, systemCPUTime, maxRSS })}\n`);
  });
}
