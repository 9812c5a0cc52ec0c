import { describe, expect, test } from 'vitest';
import type { HeapArray } from '../../support/heap-dsl.js';
import { parser } from '../code/support.js';
import { fill, seen } from './picture-support.js';
import { FILE, PER_ROUND, type Work } from './verdict-support.js';

/** What a round puts into the list: rows, or the numbers of rows as text. */
type Entries = 'objects' | 'strings';

/** Hub ──rows──▶ Array ──▶ Row or string × 20 a round. The constructor of Hub is in line 2 of the program's text. */
function hub(entries: Entries): Work {
  let list: HeapArray;
  return (heap, round) => {
    if (round === 0) {
      list = heap.array();
      const made = heap.object(heap.class('Hub', { file: FILE, line: 1, column: 13 })).property('rows', list);
      heap.global.property('hub', made);
    }
    fill(PER_ROUND, () =>
      list.push(
        entries === 'objects'
          ? heap.object('Row', { size: 500 })
          : heap.allocate('string', `row ${list.items.length}`, { size: 500 }),
      ),
    );
  };
}

/** The program, with these methods of Hub and these lines below it. */
function program(methods: string, below = ''): string {
  return `class Hub {
  constructor() { this.rows = []; }
  add(row) { this.rows.push(row); }
  ${methods}
}
const hub = new Hub();
server.on('row', (row) => hub.add(row));
${below}
`;
}

//   The snapshots are two seconds apart: the series lasts six.
describe.each<Entries>(['objects', 'strings'])("the program's text of a list of %s", (entries) => {
  const said = async (text: string) => {
    const { verdict, for: proofs, against } = await seen(hub(entries), 'Hub.rows[]', 4, { read: () => text, parser });
    const ofCode = (code: string) => /by-code|overdue/.test(code);
    return { verdict, for: proofs.filter(ofCode), against: against.filter(ofCode) };
  };
  const sweep = (ms: number) =>
    program(
      `sweep() { const now = Date.now(); while (this.rows.length > 0 && now - this.rows[0].at > ${ms}) this.rows.shift(); }`,
      'setInterval(() => hub.sweep(), 1000);',
    );

  test('speaks for a leak where no line removes anything', async () => {
    expect(await said(program(''))).toEqual({ verdict: 'leak', for: ['never-removed-by-code'], against: [] });
  });

  test('speaks for neither where a line removes that is called', async () => {
    const text = program(
      'done(row) { this.rows.splice(this.rows.indexOf(row), 1); }',
      "server.on('done', (row) => hub.done(row));",
    );
    expect(await said(text)).toEqual({ verdict: 'leak', for: [], against: [] });
  });

  test('speaks for a leak where a function has a path on which it does not remove', async () => {
    const text = program(
      'done(row) { if (row.failed) return; this.rows.splice(this.rows.indexOf(row), 1); }',
      "server.on('done', (row) => hub.done(row));",
    );
    expect(await said(text)).toEqual({ verdict: 'leak', for: ['missed-by-code'], against: [] });
  });

  test('speaks against it where a line keeps the number of entries within bounds', async () => {
    const text = program(
      'trim() { while (this.rows.length > 500) this.rows.shift(); }',
      'setInterval(() => hub.trim(), 1000);',
    );
    expect(await said(text)).toEqual({ verdict: 'note', for: [], against: ['removed-by-code'] });
  });

  test('speaks against it where entries go after some time, until they should have gone', async () => {
    expect(await said(sweep(3000))).toEqual({ verdict: 'note', for: [], against: ['removed-by-code'] });
    expect(await said(sweep(2999))).toEqual({ verdict: 'leak', for: ['removal-overdue'], against: [] });
  });
});
