import { describe, expect, it } from 'vitest';

import { findCheckouts } from '../../../src/analyzers/code/checkouts.js';
import { programOfTexts, stateIn } from './support.js';

describe('code that only looks as if a line were wanting', () => {
  it('asks for a setting, and not for a field of the entries', () => {
    const text = (settings: string) => `const rows = new Map(); const config = ${settings};
exports.put = (key, value) => { rows.set(key, { value, at: Date.now() }); };
setInterval(() => { for (const [key, row] of rows) if (Date.now() - row.at > config.ttlMs) rows.delete(key); }, 9);`;
    expect(stateIn(text('{ ttlMs: 60_000 }'), 'rows')).toBe('bounded');
  });

  it('returns where it is given no key', () => {
    const text = `const rows = new Map();
exports.put = (key) => { rows.set(key, 1); };
exports.drop = (key) => { if (!key) return; rows.delete(key); };`;
    expect(stateIn({ '/app/rows.js': text, '/app/main.js': 'rows.drop(1);' }, 'rows')).toBe('removed');
  });

  it('lets other modules have the collection', () => {
    for (const text of [
      'export const rows = new Map(); export const put = (key) => { rows.set(key, 1); };',
      'const rows = new Map(); export const put = (key) => { rows.set(key, 1); }; export { rows };',
    ])
      expect(stateIn(text, 'rows')).toBe('unknown');
  });

  it('asks for a field of a record that has a time beside it', () => {
    const text = `const rows = new Set();
exports.begin = (job) => { const row = { at: Date.now(), done: false }; rows.add(row);
  job.on('end', () => { if (row.done) return; row.done = true; rows.delete(row); }); };`;
    expect(stateIn(text, 'rows')).not.toBe('bounded');
  });
});

describe('checkouts that only look as if they were not given back', () => {
  const waysIn = (text: string) =>
    findCheckouts(programOfTexts({ '/app/db.js': text }), ['/app/db.js'], {
      acquire: ['connect'],
      release: ['release'],
    }).flatMap(({ ways }) => ways ?? []);

  it.each([
    [
      'kept in a variable outside',
      'let client; async function start() { client = await pool.connect(); await client.query(); }',
    ],
    [
      'given back by a function that is handed on',
      'pool.connect((error, client) => { if (error) return; function done() { client.release(); } client.query(1, done); });',
    ],
    [
      'put into a table',
      'async function begin(id) { const client = await pool.connect(); try { await client.query(); } catch (error) { client.release(); throw error; } open.set(id, client); }',
    ],
  ])('are %s', (_title, text) => {
    expect(waysIn(text)).toEqual([]);
  });
});

describe('a call of the name of a checkout on an object of another library', () => {
  const callsIn = (text: string, texts: Readonly<Record<string, string>> = {}) =>
    findCheckouts(programOfTexts({ '/app/db.js': text, ...texts }), ['/app/db.js'], {
      acquire: ['connect'],
      release: ['release'],
      packages: ['pg', 'pg-pool'],
    }).length;
  const use = (made: string) =>
    `${made}; async function run() { const client = await pool.connect(); client.query(); }`;

  it.each([
    "const { createClient } = require('redis'); const pool = createClient()",
    "import net from 'node:net'; const pool = new net.Socket()",
    'class Door { connect() {} } const pool = new Door()',
    "import * as mail from 'mail'; const pool = await mail.open()",
  ])('is none: %s', (made) => {
    expect(callsIn(use(made))).toBe(0);
  });

  it.each([
    "const { Pool } = require('pg'); const pool = new Pool()",
    "import pg from 'pg'; class Own extends pg.Pool {} const pool = new Own()",
    "import { pool } from './pool.js'",
    "const pool_1 = __importDefault(require('pg-pool')); const pool = new pool_1.default()",
  ])('is one: %s', (made) => {
    expect(callsIn(use(made))).toBe(1);
  });

  it('is one where the other package itself imports the library', () => {
    const made = "import { pool } from '@acme/db'";
    const texts = { '/app/node_modules/@acme/db/index.js': "exports.pool = new (require('pg').Pool)();" };
    expect([callsIn(use(made)), callsIn(use(made), texts)]).toEqual([0, 1]);
  });
});
