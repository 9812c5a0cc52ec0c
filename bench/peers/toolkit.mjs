/** heap-snapshot-toolkit on one file: `node bench/peers/toolkit.mjs FILE [ANSWERS]`. */
import { createReadStream } from 'node:fs';
import { saveDevtoolsAnswers } from './devtools-snapshot.mjs';
import { importPeer } from './import-peer.mjs';

const { parse } = await importPeer('heap-snapshot-toolkit');
const [file, answers] = process.argv.slice(2);
const snapshot = await parse(createReadStream(file, 'utf-8'));
if (answers !== undefined) saveDevtoolsAnswers(answers, snapshot);
