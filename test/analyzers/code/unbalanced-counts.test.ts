import { describe, expect, it } from 'vitest';

import { stateIn } from './support.js';

/** A hub whose rows go when nobody uses them any more. */
const hub = (lines: string) => `class Hub { rows = new Map();
add(row) { this.rows.set(row.id, row); }
keep(row) { row.users += 1; }
drop(row) { row.users -= 1; if (row.users === 0) this.rows.delete(row.id); }
}
const all = new Hub(); all.add({ users: 0 }); all.drop({});
${lines}`;

describe('a count of users that decides whether an entry is removed', () => {
  it.each([
    [
      'a promise rejects',
      'async function run(row) {\nall.keep(row);\nawait row.work();\nall.drop(row);\n}',
      'reject:9',
    ],
    ['it returns', 'function run(row) {\nall.keep(row);\nif (row.isBad()) return null;\nall.drop(row);\n}', 'return:9'],
    [
      'the program raises it itself',
      'async function run(row) {\nrow.users++;\nawait row.work();\nall.drop(row);\n}',
      'reject:9',
    ],
  ])('is said to stay raised where %s', (_title, lines, expected) => {
    expect(stateIn(hub(lines))).toBe(`missed ${expected}`);
  });

  it.each([
    [
      'a finally lowers it',
      'async function run(row) { all.keep(row); try { await row.work(); } finally { all.drop(row); } }',
    ],
    [
      'what raises it only hands it on',
      'function open(row) { all.keep(row); return row; }\nfunction shut(row) { all.drop(row); }',
    ],
    [
      'another object is dropped',
      'async function run(row, other) { all.keep(row); await row.work(); all.drop(other); }',
    ],
    [
      'it is put into a list, and dropped on an error',
      'function run(row) { all.keep(row); try { waiting.push(row); } catch { all.drop(row); } }',
    ],
  ])('is not accused where %s', (_title, lines) => {
    expect(stateIn(hub(lines))).toBe('removed');
  });

  it('is followed through methods of the counted object', () => {
    const text = `class Row { n = 1; constructor(hub) { this.hub = hub; hub.rows.add(this); }
enter() { this.n += 1; }
leave() { if (--this.n === 0) this.hub.rows.delete(this); }
}
class Hub { rows = new Set(); }
async function use(row) {
row.enter();
await row.read();
row.leave();
}
use(new Row(new Hub()));`;
    expect(stateIn(text)).toBe('missed reject:8');
  });
});
