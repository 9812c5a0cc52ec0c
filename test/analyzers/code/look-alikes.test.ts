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
