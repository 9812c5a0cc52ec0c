/** DevTools' snapshot worker on one file: `node bench/peers/devtools.mjs FILE [ANSWERS]`, see devtools-snapshot.mjs. */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { openDevtoolsSnapshot, saveDevtoolsAnswers } from './devtools-snapshot.mjs';

// Newer than Node.js 20.
Promise.withResolvers ??= () => {
  const parts = {};
  parts.promise = new Promise((resolve, reject) => Object.assign(parts, { resolve, reject }));
  return parts;
};

const [file, answers] = process.argv.slice(2);
const worker = await import(pathToFileURL(join(process.env.BENCH_PEERS, 'devtools-worker.mjs')).href);
const snapshot = await openDevtoolsSnapshot(worker, file);
if (answers !== undefined) saveDevtoolsAnswers(answers, snapshot);
