/** heap-snapshot-toolkit's diff of two files, one in memory at a time: `node bench/peers/toolkit-diff.mjs FILE FILE`. */
import { createReadStream } from 'node:fs';
import { importPeer } from './import-peer.mjs';

const { diffFromStreams } = await importPeer('heap-snapshot-toolkit');
const [before, after] = process.argv.slice(2).map((file) => createReadStream(file, 'utf-8'));
for await (const { type, result } of diffFromStreams(before, after)) {
  if (type === 'diff') process.stdout.write(`${Object.keys(result).length} classes differ\n`);
}
