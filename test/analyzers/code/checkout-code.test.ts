import { describe, expect, it } from 'vitest';

import { readCheckoutCode } from '../../../src/analyzers/code/checkout-code.js';
import type { PlaceCode } from '../../../src/analyzers/code/place-code.js';
import { programIn } from './support.js';

function read(text: string, checkout = 'pool.connect()', release = 'client.release()'): PlaceCode | null {
  const program = programIn(text);
  return readCheckoutCode(program, program.own, checkout, release, (place) => ({ ...place, file: '/src/hub.ts' }));
}

/** A function with its line 2 that borrows. */
const borrow = (lines: string, name = 'run') => `async function ${name}() {
const client = await pool.connect();
${lines}
}
`;

describe('the lines that borrow', () => {
  it('are none when no line does, or the profile names no call', () => {
    expect(read('async function run() { await pool.query(); }')).toBeNull();
    expect(read(borrow('work();'), 'pool.connect')).toBeNull();
    expect(read(borrow('work();'), 'pool.connect()', 'release it')).toBeNull();
  });

  it('are told with the way on which one does not give back', () => {
    expect(read(borrow('await work();\nclient.release();'))).toEqual({
      name: 'pool.connect()',
      what: 'checkout',
      state: 'missed',
      added: [{ file: '/src/hub.ts', line: 2, column: 22, function: 'run', how: 'connect' }],
      removed: [],
      read: [],
      counted: [],
      missing: { file: '/src/hub.ts', line: 3, column: 1, function: 'run', why: 'reject', detail: '' },
    });
  });

  it('are told as right when each gives back', () => {
    expect(read(borrow('client.release();'))).toMatchObject({ state: 'removed', missing: null });
  });

  it.each(['destroy', 'end', 'close', 'quit', 'disconnect', 'release'])('give back by ending it: %s', (method) => {
    expect(read(borrow(`client.${method}();`), 'pool.connect()', 'client.free()')?.state).toBe('removed');
  });

  it('are unknown where one only hands it on', () => {
    expect(read(borrow('return client;'))?.state).toBe('unknown');
    expect(read(borrow('return client;') + borrow('client.release();', 'other'))?.state).toBe('unknown');
  });

  it.each([
    ['a return before that', 'if (skipped()) return null;\nreturn lend(client, work);', 'return:3'],
    ['the other side of a condition', 'if (isReady()) lend(client, work);', 'guard:3'],
    ['the next way out of two', 'if (isReady()) return lend(client, work);\nreturn null;', 'return:4'],
  ])('lose it where they hand it on, but not on %s', (_title, lines, expected) => {
    const { state, missing } = read(borrow(lines)) ?? {};
    expect(`${state} ${missing?.why}:${missing?.line}`).toBe(`missed ${expected}`);
  });

  it.each([
    ['kept in a field', 'if (skipped()) { this.client = client; return null; }\nreturn lend(client, work);'],
    ['kept under another name', 'const mine = client;\nif (skipped()) return null;\nreturn lend(mine, work);'],
    ['asked for in a callback', 'setTimeout(() => lend(client, work));\nif (skipped()) return null;'],
    ['put into an object', 'const task = { client };\nif (skipped()) return null;\nrun(task);'],
    ['handed on after something that may fail', 'await prepare();\nreturn lend(client, work);'],
  ])('are unknown where it is %s', (_title, lines) => {
    expect(read(borrow(lines))?.state).toBe('unknown');
  });

  it('are those that lose one, where others are right', () => {
    const code = read(borrow('client.release();', 'right') + borrow('work();', 'wrong'));
    expect(code?.added.map(({ function: name }) => name)).toEqual(['wrong']);
  });

  it('are all of them where none loses one', () => {
    const code = read(borrow('client.release();', 'one') + borrow('return client;', 'two'));
    expect(code?.added.map(({ function: name }) => name)).toEqual(['one', 'two']);
  });

  const keep = 'async function keep(id) {\nopen.set(id, { client: await pool.connect() });\n}\n';

  it('are unknown where one puts it away, though a failure would lose another', () => {
    const code = read(`${borrow('await work();\nclient.release();')}${keep}`);
    expect(code).toMatchObject({ state: 'unknown', missing: null });
    expect(code?.added.map(({ function: name }) => name)).toEqual(['run', 'keep']);
  });

  it('are told with the way that the code takes on purpose, though one puts it away', () => {
    const code = read(`${keep}${borrow('if (ok) client.release();')}`);
    expect(code).toMatchObject({ state: 'missed', missing: { why: 'guard' } });
    expect(code?.added.map(({ function: name }) => name)).toEqual(['run']);
  });

  it('are told with the likeliest of them, whichever is written first', () => {
    const code = read(
      borrow('await work();\nclient.release();', 'first') + borrow('if (ok) client.release();', 'second'),
    );
    expect(code?.missing).toMatchObject({ why: 'guard' });
    expect(code?.added.map(({ function: name }) => name)).toEqual(['second', 'first']);
  });

  it('are none where a call is only waited for', () => {
    expect(read('async function start() { await pool.connect(); }')).toBeNull();
  });

  it('show the condition that decides, without literals', () => {
    expect(read(borrow('if (ok) client.release();'))?.missing).toMatchObject({ why: 'guard', detail: 'ok' });
    expect(read(borrow("if (ok === 'x') client.release();"))?.missing).toMatchObject({ why: 'guard', detail: '' });
    expect(read(borrow('if (ok) return;\nclient.release();'))?.missing).toMatchObject({ why: 'return', detail: '' });
  });

  const order = (lines: string, from = "require('knex')({})") =>
    `const db = ${from};\nasync function order(amount) {\nconst trx = await db.transaction();\n${lines}\n}\n`;
  const LEAVES = 'if (amount > 9) {\nreturn;\n}\nawait trx.commit();';
  const KNEX = ['/srv/node_modules/knex/lib/client.js', "const { Pool } = require('tarn');"] as const;
  const readOrder = (text: string, library: readonly [string, string] = KNEX): PlaceCode | null => {
    const program = programIn({ '/srv/app.js': text, [library[0]]: library[1] });
    return readCheckoutCode(program, program.own, 'pool.acquire()', 'pool.release()', (place) => place);
  };

  it('are those of a library that borrows for the program, where one leaves without giving back', () => {
    expect(readOrder(order(LEAVES))).toMatchObject({
      name: 'knex.transaction()',
      state: 'missed',
      added: [{ line: 3, how: 'transaction' }],
      missing: { line: 5, why: 'return' },
    });
  });

  it.each([
    [
      'each way commits or rolls back',
      order('if (amount > 9) {\nawait trx.rollback();\nreturn;\n}\nawait trx.commit();'),
    ],
    ['only a condition says so', order('if (!trx.isCompleted()) await trx.rollback();')],
    ['it comes from another library', order(LEAVES, "require('other')({})")],
  ])('are not those of such a library where %s', (_, text) => {
    expect(readOrder(text)).toBeNull();
  });

  it('are not those of such a library that has another pool', () => {
    expect(readOrder(order(LEAVES), [KNEX[0], "const { Pool } = require('basin');"])).toBeNull();
  });
});
