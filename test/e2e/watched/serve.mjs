import { createServer } from 'node:http';

/** Runs `work` for each request, and prints where to ask. */
export function serve(work) {
  const server = createServer((_, response) => {
    work();
    response.end('done');
  });
  server.listen(0, '127.0.0.1', () => console.log(`listening on ${server.address().port}`));
  process.once('SIGTERM', () => process.exit(0));
}
