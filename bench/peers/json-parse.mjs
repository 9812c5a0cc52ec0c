/** No tool, but the least that reading a snapshot takes without a reader of one's own: `JSON.parse` and nothing else. */
import { readFileSync } from 'node:fs';

JSON.parse(readFileSync(process.argv[2], 'utf8'));
