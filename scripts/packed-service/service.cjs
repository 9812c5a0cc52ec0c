/** Takes three clients and keeps them. `npm run check:package` attaches to it. */
const { Pool } = require('./pool.cjs');

const pool = new Pool();
globalThis.kept = [];

async function takeAndKeep() {
  globalThis.kept.push(await pool.acquire());
}

setImmediate(() => {
  for (let count = 0; count < 3; count += 1) void takeAndKeep();
  process.stderr.write('ready\n');
});
setInterval(() => globalThis.kept.length, 1000);
