#!/usr/bin/env node
/**
 * The load: has a sample that serves under `--control` do one round of work, and waits until it is done.
 *
 *     node work.js <port> [cycles]
 */
const [port = '', cycles = ''] = process.argv.slice(2);
const answer = await fetch(`http://127.0.0.1:${port}/${cycles}`).catch((error: unknown) => {
  const cause = error instanceof Error ? error.cause : error;
  return new Response(`no sample answers at port ${port}: ${cause instanceof Error ? cause.message : ''}`, {
    status: 503,
  });
});
const text = await answer.text();
(answer.ok ? process.stdout : process.stderr).write(text);
process.exitCode = answer.ok ? 0 : 1;
