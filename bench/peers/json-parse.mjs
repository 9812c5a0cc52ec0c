/** Not a tool, but a baseline: reads a snapshot with `JSON.parse` and does nothing else. */
import { readFileSync } from 'node:fs';

JSON.parse(readFileSync(process.argv[2], 'utf8'));
