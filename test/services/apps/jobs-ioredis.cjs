'use strict';
// Worker of jobs on Redis lists by ioredis: a blocking connection for each of four workers, a connection of its own for each long job, results
// kept for 15 minutes by a timer each, seen ids in two generations that change places every 10 minutes.
const http = require('node:http');
const Redis = require('ioredis');
const options = { host: '127.0.0.1', port: 6379, lazyConnect: false };
const redis = new Redis(options);
const queue = `own-jobs-${process.pid}`;
class SeenIds {
  constructor() {
    this.young = new Set();
    this.old = new Set();
    setInterval(() => {
      this.old = this.young;
      this.young = new Set();
    }, 600_000);
  }
  once(id) {
    if (this.young.has(id) || this.old.has(id)) return false;
    this.young.add(id);
    return true;
  }
}
class Results {
  constructor() {
    this.byJob = new Map();
  }
  keep(id, value) {
    this.byJob.set(id, { value, kept: Date.now() });
    setTimeout(() => {
      this.byJob.delete(id);
    }, 900_000);
  }
}
class LongJobs {
  constructor() {
    this.connections = [];
    this.done = 0;
  }
  async run(id) {
    const own = redis.duplicate();
    this.connections.push(own);
    await own.set(`${queue}:${id}`, 'running', 'EX', 60);
    await own.quit();
    this.connections = this.connections.filter((each) => each !== own);
    this.done += 1;
  }
}
const seen = new SeenIds();
const results = new Results();
const long = new LongJobs();
for (let i = 0; i < 4; i += 1) {
  const reader = redis.duplicate();
  (async () => {
    for (;;) {
      const popped = await reader.brpop(queue, 0);
      const job = JSON.parse(popped[1]);
      if (job.long) await long.run(job.id);
      results.keep(job.id, { took: Date.now() - job.at });
    }
  })();
}
const server = http.createServer((request, response) => {
  const id = new URL(request.url, 'http://jobs').searchParams.get('id');
  if (!seen.once(id)) {
    response.statusCode = 409;
    response.end();
    return;
  }
  redis.lpush(queue, JSON.stringify({ id, at: Date.now(), long: id.endsWith('0') })).then(
    () => response.end('queued'),
    () => {
      response.statusCode = 500;
      response.end();
    },
  );
});
server.listen(Number(process.env.PORT || 0), () => console.log('ready', server.address().port));
