import { describe, expect, it } from 'vitest';

import type { Finding, Ledger } from '../../src/findings/report-schema.js';
import { renderSentences, renderText } from '../../src/report/text-report.js';
import { textWidth } from '../../src/report/text-width.js';
import {
  cleanReportFixture,
  findingFixture,
  growthFixture,
  poolFixture,
  reportFixture,
} from '../support/report-fixtures.js';

/** All there is. */
const plain = { width: 80, color: false, verbose: true } as const;

/** The text with its lines joined again, to look for sentences wherever they wrap. */
function flat(text: string): string {
  return text.replace(/\s+/g, ' ');
}

describe('text report', () => {
  it('begins with the sentence to act on', () => {
    const { headline } = findingFixture();
    expect(flat(renderText(reportFixture(), plain)).startsWith(`LEAK ${headline}`)).toBe(true);
  });

  it('says first that there is no leak when it has only notes, and then tells them', () => {
    const note = findingFixture({ verdict: 'note' });
    expect(renderText(reportFixture({ findings: [note, note] }), plain)).toMatch(
      /^No leak found\. 2 notes on what grew:\n\nNOTE 1\/2 /,
    );
  });

  it('says the same sentence only once, and a different one of the report first', () => {
    const { headline } = findingFixture();
    expect(flat(renderText(reportFixture(), plain)).split(headline)).toHaveLength(2);
    const text = renderText(
      reportFixture({ headline: '2 leaks found.', findings: [findingFixture(), findingFixture()] }),
      plain,
    );
    expect(text.startsWith('2 leaks found.\n\nLEAK 1/2')).toBe(true);
    expect(text).toContain('LEAK 2/2');
  });

  it('says that a clean series is clean', () => {
    expect(renderText(cleanReportFixture(), plain).split('\n')[0]).toBe('No leaked connections in 4 snapshots.');
  });

  it.each([20, 30, 40, 59, 60, 80, 100, 200])('has no line wider than %d cells but for single words', (width) => {
    const report = reportFixture({
      findings: [findingFixture(), findingFixture({ verdict: 'suspect', path: null, brokenEdge: null })],
    });
    for (const verbose of [false, true]) {
      for (const line of renderText(report, { width, color: false, verbose }).split('\n')) {
        // A label, a bullet or an arrow may stand before the word.
        const words = line.trim().replace(/^(→|[-+]|and|\w+:) /, '');
        if (textWidth(line) > width) expect(words, line).not.toContain(' ');
      }
    }
  });

  it('uses color only when asked, with the same text', () => {
    const bare = renderText(reportFixture(), plain);
    const colored = renderText(reportFixture(), { ...plain, color: true });
    expect(bare).not.toContain('\u001b');
    expect(colored).toContain('\u001b[');
    expect(colored.replace(/\u001b\[\d+m/g, '').replace(/ +$/gm, '')).toBe(bare);
  });

  it('draws no boxes, so that it reads the same in a pipe', () => {
    expect(renderText(reportFixture(), plain)).not.toMatch(/[\u2500-\u257f]/);
  });

  it('lets no name from the heap act on the terminal', () => {
    const evil = '\u001b]0;owned\u0007\u202eKlass\n\nLEAK fake';
    const finding = findingFixture({
      headline: evil,
      classes: [{ name: evil, source: { file: evil, line: 1, column: 1, function: evil }, counts: [1] }],
      deadBy: [{ field: evil, objects: 1 }],
    });
    const text = renderText(
      reportFixture({
        headline: evil,
        findings: [finding],
        pools: [poolFixture({ class: evil })],
        notes: [{ code: 'x', text: evil }],
      }),
      { ...plain, links: true },
    );
    expect(text).not.toMatch(/[\u202e\u0007]|\u001b\]0/);
    expect(text.split('\n').filter((line) => line.startsWith('LEAK'))).toHaveLength(1);
  });

  it('shows growth, death and the field that proves it', () => {
    const text = flat(renderText(reportFixture(), plain));
    expect(text).toContain('45 → 150 → 255 → 360 (exactly +105 a round)');
    expect(text).toContain('360 of 360 suspects, says `DbConnection.closed` (360); 51 others alive');
    expect(text).toContain('@1234 @1236 @1238 @1240 @1242 @1244 @1246');
  });

  it('shows rates by the hour and the time to the limit when they are known', () => {
    const growth = growthFixture({ bytesPerHour: 12_000_000, hoursToLimit: 170, exactMultiple: null, perRound: 99.7 });
    const text = flat(renderText(reportFixture({ findings: [findingFixture({ growth })] }), plain));
    expect(text).toContain('+12.0 MB an hour, heap limit in 7 days');
    expect(text).toContain('(+99.7 a round,');
  });

  it('says so when the last snapshot is beyond the limit', () => {
    const growth = growthFixture({ bytesPerHour: 12_000_000, hoursToLimit: 0 });
    const text = flat(renderText(reportFixture({ findings: [findingFixture({ growth })] }), plain));
    expect(text).toContain('an hour, heap limit passed already');
  });

  it('puts a long path on one line per step, and a short one on one line', () => {
    const text = renderText(reportFixture(), plain);
    expect(text).toContain('\n              → (Pooled.next → Pooled) × 341\n');
    const wide = renderText(reportFixture(), { ...plain, width: 140 });
    expect(wide).toContain('globalThis.tablet → Tablet.holders → Session.conn → (Pooled.next → Pooled) × 341');
  });

  it('says of a path that it is weaker than it looks', () => {
    const { path } = findingFixture();
    if (path === null) throw new Error('The fixture has a path');
    const text = renderText(
      reportFixture({ findings: [findingFixture({ path: { ...path, strength: 'job-scoped' } })] }),
      plain,
    );
    expect(flat(text)).toContain('held only until the running job ends');
  });

  it('says what a cut costs, and when there is none to recommend', () => {
    const { brokenEdge } = findingFixture();
    if (brokenEdge === null) throw new Error('The fixture has a broken edge');
    const costly = findingFixture({ brokenEdge: { ...brokenEdge, livingLost: 3 } });
    expect(flat(renderText(reportFixture({ findings: [costly] }), plain))).toContain('but also 3 living objects');
    const none = findingFixture({ brokenEdge: null });
    expect(flat(renderText(reportFixture({ findings: [none] }), plain))).toContain(
      'no single reference frees the suspects',
    );
  });

  it('names all labels to cut besides, and counts no references that lie elsewhere', () => {
    const { brokenEdge } = findingFixture();
    if (brokenEdge === null) throw new Error('The fixture has a broken edge');
    const also = Array.from({ length: 30 }, (_, index) => ({
      label: `Part${index}.field`,
      edges: index,
      why: 'holds the same objects',
    }));
    const text = flat(
      renderText(reportFixture({ findings: [findingFixture({ brokenEdge: { ...brokenEdge, also } })] }), plain),
    );
    expect(text).toContain('also `Part0.field`: holds the same objects');
    expect(text).toContain('also `Part1.field` (1 reference): holds the same objects');
    expect(text).toContain('Part29');
  });

  it('calls a cycle harmless when nothing anchors it', () => {
    const { cycle } = findingFixture();
    if (cycle === null) throw new Error('The fixture has a cycle');
    const report = reportFixture({ findings: [findingFixture({ cycle: { ...cycle, anchors: [], harmless: true } })] });
    expect(flat(renderText(report, plain))).toContain('nothing outside keeps it: the garbage collector frees it');
  });

  it('compares a reference count with the holders', () => {
    const text = flat(renderText(reportFixture(), plain));
    expect(text).toContain(
      "`Reservation.refs` says 1, the heap shows 0 holders outside the pool's books; 12 objects disagree",
    );
    const unread = findingFixture({ refcount: { field: 'A.refs', stated: null, holders: 1, objects: 1 } });
    expect(flat(renderText(reportFixture({ findings: [unread] }), plain))).toContain(
      'cannot be read from these snapshots',
    );
  });

  it('stacks a table that does not fit, and breaks no cell that fits into a line', () => {
    expect(renderText(reportFixture(), { ...plain, width: 40 })).toContain(
      '  Pooled\n    Count: 96 → 201 → 306 → 411,\n    Per round: +105,\n    Bytes/round: 525 kB, Pattern: linear\n',
    );
  });

  it('leaves out columns in which there is nothing', () => {
    const growth = [
      { class: 'Row', counts: [1, 9], growth: growthFixture({ bytesPerRound: 0 }), pattern: 'linear' as const },
    ];
    const { ledgers } = poolFixture();
    const empty: Ledger = { field: 'waiters', container: 'array', role: 'pending', sizes: [null, 0, 0, 0] };
    const report = reportFixture({ growth, pools: [poolFixture({ ledgers: [...ledgers, empty] })] });
    const text = renderText(report, plain);
    expect(text).toMatch(/Class +Count +Per round +Pattern\n/);
    expect(text).toContain('`waiters` pending, array: – → 0 → 0 → 0');
  });

  it('says who holds what is out, in the words of the library', () => {
    const words = { pool: 'pg pool', resource: 'pg client', release: 'client.release()' };
    const text = flat(renderText(reportFixture({ pools: [poolFixture({ words })] }), plain));
    expect(text).toContain('pg pool `ConnPool` @771, lends pg clients (`Pooled`)');
    expect(text).toContain('`getUser()` at src/users.ts:41:3: 12 leases, the oldest for ≥ 12 min');
    expect(text).toContain("nobody but the pool's books: 3 leases");
  });

  it('shows the lines of the program that add, remove and miss an entry', () => {
    const site = { file: '/app/seen.js', line: 3, column: 5, function: 'open' };
    const code: Finding['code'] = {
      place: 'seen',
      what: 'collection',
      state: 'missed',
      added: [{ ...site, how: 'set' }],
      removed: [
        { ...site, line: 9, how: 'delete', caller: 'timer', bound: 'clock', afterMs: 30_000 },
        { ...site, line: 12, how: 'clear', caller: 'call', bound: null, afterMs: null },
        { ...site, line: 15, how: 'delete', caller: 'adder', bound: 'clock', afterMs: 1_800_000 },
      ],
      read: [],
      missing: { ...site, line: 8, why: 'guard', detail: 'isDone' },
    };
    const text = flat(renderText(reportFixture({ findings: [findingFixture({ code })] }), plain));
    expect(text).toContain('added at /app/seen.js:3:5 in `open` (`set`)');
    expect(text).toContain('removed at /app/seen.js:9:5 in `open` (`delete`, after 30.0 s, run by a timer)');
    expect(text).toContain('/app/seen.js:12:5 in `open` (`clear`)');
    expect(text).toContain('(`delete`, after 30 min, run when something is added)');
    expect(text).toContain('to fix /app/seen.js:8:5 in `open` (`isDone`, only when this holds)');
  });

  it('shows how many pools share a row, and their sums', () => {
    const inventory = poolFixture().inventory ?? [];
    const text = renderText(
      reportFixture({ pools: [poolFixture({ alike: inventory.map((_, at) => 5 + at) })] }),
      plain,
    );
    expect(text).toContain('Pools: 8, Size: 42,');
    expect(flat(text)).toContain('one of several alike; the table has their sums');
  });

  it('shows the pools of a report that knows no inventory', () => {
    const { inventory: _, heldBy: __, ...older } = poolFixture();
    expect(renderText(reportFixture({ pools: [older] }), plain)).toMatch(/heap-4\.heapsnapshot +411 +27 +15 +360/);
  });

  it('shows a cycle with what anchors it, or that nothing does', () => {
    const { cycle } = findingFixture();
    if (cycle === null) throw new Error('The fixture has a cycle');
    const told = (overrides: Parameters<typeof findingFixture>[0]): string =>
      flat(renderText(reportFixture({ findings: [findingFixture(overrides)] }), plain));
    expect(told({})).toContain(
      'Reservation.conn → DbConnection.session → Session.reservation → Reservation (12 objects',
    );
    expect(told({})).toContain('anchored by `Timeout._onTimeout`: (GC roots) → Timeout');
    expect(told({ cycle: { ...cycle, anchors: [], harmless: true } })).toContain('the garbage collector frees it');
  });

  it('names the folder of a series once', () => {
    const { series } = reportFixture();
    const inFolder = (folder: (index: number) => string): string => {
      const snapshots = series.snapshots.map((snapshot, index) => ({
        ...snapshot,
        file: folder(index) + snapshot.file,
      }));
      return renderText(reportFixture({ series: { ...series, snapshots } }), plain);
    };
    expect(inFolder(() => '/var/heaps/')).toMatch(/\n4 snapshots in \/var\/heaps\/\n.*\n {2}heap-1\.heapsnapshot/);
    expect(inFolder((index) => `/var/${index}/`)).toMatch(/\n4 snapshots\n.*\n {2}\/var\/0\/heap-1\.heapsnapshot/);
  });

  it('says what to do once, and names every holder', () => {
    const { brokenEdge, holders } = findingFixture();
    if (brokenEdge === null) throw new Error('The fixture has a broken edge');
    const headline = `${brokenEdge.action} It frees 360.`;
    const timer = { kind: 'timer' as const, label: 'Timeout._onTimeout', edges: 3, source: null };
    const finding = findingFixture({ headline, holders: [...holders, timer] });
    const text = flat(renderText(reportFixture({ findings: [finding] }), plain));
    expect(text.split(brokenEdge.action)).toHaveLength(2);
    expect(text).toContain('timer `Timeout._onTimeout` (3 references) cycle');
  });

  it('takes the way through V8 and Node.js as one step', () => {
    const { path } = findingFixture();
    if (path === null) throw new Error('The fixture has a path');
    const engine = ['(GC roots)', '→ Node / Environment', '→ Node / CleanupQueue'];
    const steps = [...engine, ...path.steps.map((step) => `→ ${step}`)];
    const expression = `globalThis.list${'.next'.repeat(100)}`;
    const finding = findingFixture({ path: { ...path, steps, folded: steps.join(' '), expression } });
    const report = reportFixture({ findings: [finding] });
    const text = renderText(report, plain);
    expect(text).toContain(
      `(GC roots) → Node / Environment → Node / CleanupQueue\n${' '.repeat(14)}→ globalThis.tablet\n`,
    );
    expect(text).toContain(expression);
  });

  it('shows a file URL as the path that an editor opens', () => {
    const source = { file: 'file:///srv/app/pool.js', line: 3, column: 5, function: null };
    const text = flat(
      renderText(
        reportFixture({ findings: [findingFixture({ classes: [{ name: 'Pooled', source, counts: [1] }] })] }),
        plain,
      ),
    );
    expect(text).toContain('1 at /srv/app/pool.js:3:5');
  });

  it('warns when the snapshots do not share ids', () => {
    const { series } = reportFixture();
    const report = reportFixture({
      series: { ...series, epoch: { comparable: false, checked: 2000, mismatches: 1900 } },
    });
    expect(flat(renderText(report, plain))).toContain('node ids differ between the snapshots (1,900 of 2,000 checked)');
  });

  it('links places in source files only where links are followed', () => {
    const source = { file: '/app/src/a b.ts', line: 3, column: 5, function: null };
    const { brokenEdge } = findingFixture();
    if (brokenEdge === null) throw new Error('The fixture has a broken edge');
    const report = reportFixture({ findings: [findingFixture({ brokenEdge: { ...brokenEdge, source } })] });
    expect(renderText(report, { ...plain, width: 120, links: true })).toContain(
      '\u001b]8;;file:///app/src/a%20b.ts#3\u001b\\/app/src/a b.ts:3:5',
    );
    expect(renderText(report, plain)).not.toContain('\u001b');
  });

  describe('with lines of the code, where links are followed', () => {
    const site = (file: string, line: number) => ({ file, line, column: 5, function: 'pop', how: '' });
    const reportOf = (file: string, headline: string) =>
      reportFixture({
        findings: [
          findingFixture({
            headline,
            code: {
              place: 'Pooled.next',
              state: 'missed',
              what: 'reference',
              added: [site(file, 12)],
              removed: [{ ...site(file, 31), caller: 'call', bound: null, afterMs: null }],
              read: [],
              missing: { ...site(file, 26), why: 'unlink', detail: 'next' },
            },
          }),
        ],
      });
    const visible = (text: string) => text.replace(/\u001b\]8;;[^\u001b]*\u001b\\/g, '');

    it('links each of them, in the rows and in the headline, and shows the same text', () => {
      const report = reportOf('/app/stack.ts', 'Clear `next`: it is set at stack.ts:12; `pop` at :26 does not.');
      for (const color of [false, true]) {
        const text = renderText(report, { ...plain, color, links: true });
        const link = (line: number, shown: string) =>
          `\u001b]8;;file:///app/stack.ts#${line}\u001b\\${shown}\u001b]8;;\u001b\\`;
        for (const [line, shown] of [
          [12, 'stack.ts:12'],
          [26, ':26'],
          [12, '/app/stack.ts:12:5'],
          [31, '/app/stack.ts:31:5'],
          [26, '/app/stack.ts:26:5'],
        ] as const)
          expect(text).toContain(link(line, shown));
        expect(visible(text)).toBe(renderText(report, { ...plain, color }));
      }
    });

    it('does not let the name of a file end the link or begin another escape sequence', () => {
      const file = '/app/\u001b]8;;http://evil\u0007;x\u001b\\#?%41 "é.ts';
      const text = renderText(reportOf(file, 'Clear it.'), { ...plain, links: true });
      const urls = [...text.matchAll(/\u001b\]8;;([^\u001b]*)\u001b\\/g)]
        .map(([, url]) => url)
        .filter((url) => url !== '');
      expect(urls).not.toHaveLength(0);
      for (const url of urls) expect(url).toMatch(/^file:\/\/\/app\/[\w%./!~*'()-]*#\d+$/);
      expect(text.split('\u001b')).toHaveLength(1 + 4 * urls.length);
    });

    it('links no path that depends on the folder', () => {
      expect(renderText(reportOf('src/stack.ts', 'Clear it.'), { ...plain, links: true })).not.toContain('\u001b');
    });
  });

  it('gives the same bytes for the same report', () => {
    expect(renderText(reportFixture(), plain)).toBe(renderText(reportFixture(), plain));
  });
});

describe('sentences alone', () => {
  it('are one line each, unwrapped, and nothing when there are none', () => {
    const findings = [findingFixture(), findingFixture({ verdict: 'note', headline: 'Pools still fill.' })];
    expect(renderSentences(reportFixture({ findings }), { color: false })).toBe(
      `LEAK ${findingFixture().headline}\nNOTE Pools still fill.\n`,
    );
    expect(renderSentences(cleanReportFixture(), { color: false })).toBe('');
  });
});
