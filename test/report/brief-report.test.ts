import { describe, expect, it } from 'vitest';

import type { Finding, Report } from '../../src/findings/report-schema.js';
import { renderText, type TextOptions } from '../../src/report/text-report.js';
import {
  cleanReportFixture,
  findingFixture,
  growthFixture,
  poolFixture,
  reportFixture,
} from '../support/report-fixtures.js';

const SCREEN = { width: 80, color: false } as const;
const HEIGHT = 24;

const render = (report: Report, options: Partial<TextOptions> = {}): string =>
  renderText(report, { ...SCREEN, ...options });
const flat = (text: string): string => text.replace(/\s+/g, ' ');
const linesOf = (text: string): string[] => text.trimEnd().split('\n');

const site = { file: '/srv/app/src/seen.js', line: 3, column: 5, function: 'open' };
const CODE: Finding['code'] = {
  place: 'seen',
  what: 'collection',
  state: 'missed',
  added: [{ ...site, how: 'set' }],
  removed: [{ ...site, line: 9, how: 'delete', caller: 'call', bound: null, afterMs: null }],
  read: [],
  missing: { ...site, line: 8, why: 'return', detail: '' },
};

/** A pool with leases that a caller waits for no longer than usual. */
const CALM = poolFixture({
  class: 'CalmPool',
  audit: [],
  inventory: [5, 7, 5, 6].map((leased) => ({
    size: 32,
    idle: 32 - leased,
    leased,
    dead: 0,
    pending: 0,
    maximum: 32,
    closed: false,
    oldestLease: null,
  })),
});

describe('the first screen', () => {
  it('holds the sentence, the line, the numbers, the evidence and what to do next', () => {
    const text = render(reportFixture({ findings: [findingFixture({ code: CODE })] }));
    expect(linesOf(text).length).toBeLessThanOrEqual(HEIGHT);
    expect(flat(text)).toMatch(
      /^LEAK Clear `Pooled\.next` .* to fix .*seen\.js:8:5.* count 45 → 150 → 255 → 360 .* kept by .* evidence \+ .* check `poolscope compare before\/ after\/`/,
    );
  });

  it('shows the lines that add and remove where none is to fix', () => {
    const text = flat(render(reportFixture({ findings: [findingFixture({ code: { ...CODE, missing: null } })] })));
    expect(text).toContain('added at /srv/app/src/seen.js:3:5 in `open` (`set`) removed at /srv/app/src/seen.js:9:5');
  });

  it('leaves growth, paths in full, samples and evidence codes to --verbose, and says so', () => {
    const text = render(reportFixture());
    expect(text).not.toMatch(/Growth|console|@1234|closed-flag|fingerprint|Set aside/);
    expect(flat(text)).toMatch(/more --verbose prints 1 pool, 2 classes that grew and the rest $/);
  });

  it('says against what was found at least one thing, beside three that speak for it', () => {
    const items = (side: string, count: number) =>
      Array.from({ length: count }, (_, index) => ({ code: side, text: `${side} ${index}.` }));
    const shown = (pro: number, con: number): string[] => {
      const evidence = { for: items('pro', pro), against: items('con', con) };
      return render(reportFixture({ findings: [findingFixture({ evidence })] })).match(/(?:pro|con) \d/g) ?? [];
    };
    expect(shown(5, 5)).toEqual(['pro 0', 'pro 1', 'pro 2', 'con 0']);
    expect(shown(1, 5)).toEqual(['pro 0', 'con 0', 'con 1', 'con 2']);
    expect(shown(2, 1)).toEqual(['pro 0', 'pro 1', 'con 0']);
  });

  it('tells the first finding, and of three more the sentence and the line', () => {
    const findings = Array.from({ length: 6 }, (_, index) => findingFixture({ headline: `Clear number ${index}.` }));
    const text = render(reportFixture({ headline: '6 leaks found.', findings }));
    expect(text).toMatch(/^6 leaks found\.\n\nLEAK 1\/6 {2}Clear number 0\.\n/);
    expect(text).toContain('\nLEAK 4/6  Clear number 3.\n  code        src/pooled.ts:7:14 in Pooled\n');
    expect(text).not.toContain('Clear number 4.');
    expect(flat(text)).toContain('more --verbose prints 2 more findings, 1 pool, 2 classes that grew and the rest');
    expect(text.match(/ evidence /g)).toHaveLength(1);
  });

  it('shows the beginning and the end of a long path', () => {
    const steps = Array.from({ length: 9 }, (_, index) => `Step${index}.next`);
    const { path } = findingFixture();
    if (path === null) throw new Error('The fixture has a path');
    const text = flat(render(reportFixture({ findings: [findingFixture({ path: { ...path, steps } })] })));
    expect(text).toContain('Step0.next → Step1.next → Step2.next → … 3 more → Step6.next → Step7.next → Step8.next');
  });

  it('names the folder in the command that checks the change', () => {
    const { series } = reportFixture();
    const snapshots = series.snapshots.map((snapshot) => ({ ...snapshot, file: `/var/heaps/${snapshot.file}` }));
    const text = flat(render(reportFixture({ series: { ...series, snapshots } })));
    expect(text).toContain('`poolscope compare /var/heaps/ after/`');
    expect(text).toContain('snapshots 4 of Node.js 20.20.2 in /var/heaps/, 9.5 MB → 11.1 MB');
  });

  it('ends with the times of the phases when they were asked for', () => {
    expect(flat(render(reportFixture({ timings: { read: 1500 } })))).toMatch(
      /and the rest Timings Phase Time read 1\.5 s $/,
    );
    expect(render(reportFixture())).not.toContain('Timings');
  });

  it('warns when the snapshots do not share ids', () => {
    const { series } = reportFixture();
    const epoch = { comparable: false, checked: 2000, mismatches: 1900 };
    expect(flat(render(reportFixture({ series: { ...series, epoch } })))).toContain('warning node ids differ');
  });
});

describe('a healthy process on the first screen', () => {
  it('gets one sentence, with what was looked at', () => {
    const text = render(cleanReportFixture({ pools: [CALM] }));
    expect(flat(text)).toMatch(
      /^No leaked connections in 4 snapshots\. Looked at 1 pool and 1 place that grew for a known reason\. /,
    );
    expect(linesOf(text).length).toBeLessThanOrEqual(6);
  });

  it('gets no instruction where there are only notes, but their places', () => {
    const note = findingFixture({ verdict: 'note' });
    const text = flat(render(reportFixture({ findings: [note, note], pools: [], growth: [] })));
    expect(text).toMatch(/^No leak found\. /);
    expect(text).not.toMatch(/Clear|check/);
    expect(text).toContain('noted growth in `Pooled(leased).next` and `Pooled(leased).next`, which may be normal');
  });
});

describe('pools on the first screen', () => {
  const shown = (...pools: Report['pools']) => flat(render(cleanReportFixture({ pools })));

  it('are those in trouble, with the warnings and the holders', () => {
    const text = shown(poolFixture(), CALM);
    expect(text).toContain('pool `ConnPool`, lends `Pooled`, 15 of 32 leased, 2 waiting');
    expect(text).toContain('`getUser()` at src/users.ts:41:3: 12 leases');
    expect(text).toContain('! 3 Pooled are closed but still booked.');
    expect(text).not.toContain('CalmPool');
    expect(text).not.toContain('waiters are queued');
  });

  it('are those whose leases pile up, whose callers wait, or that book dead resources', () => {
    const [row] = CALM.inventory?.slice(-1) ?? [];
    if (row === undefined || row === null) throw new Error('The fixture has an inventory');
    const inventory = [1, 2, 3, 4].map((leased) => ({ ...row, leased }));
    expect(shown({ ...CALM, inventory })).toContain('CalmPool');
    expect(shown({ ...CALM, inventory: [row, { ...row, pending: 1 }] })).toContain('6 of 32 leased, 1 waiting');
    expect(shown({ ...CALM, inventory: [row, { ...row, dead: 2 }] })).toContain('6 of 32 leased, 2 dead');
    expect(shown({ ...CALM, inventory: [row, { ...row, leased: 7 }] })).not.toContain('CalmPool');
  });

  it('are two at most', () => {
    expect(shown(poolFixture(), poolFixture(), poolFixture())).toContain('and 1 other pool in trouble');
  });
});

describe('notes on the analysis on the first screen', () => {
  const notes = (...texts: string[]) =>
    flat(render(reportFixture({ notes: texts.map((text) => ({ code: 'x', text })), limitsReached: [] })));

  it('are their first sentences', () => {
    expect(notes('The file a.b.js was not found. Lines in it are not named.')).toContain(
      'notes The file a.b.js was not found. more',
    );
  });

  it('are the first parts of long sentences', () => {
    expect(notes(`The numbers are missing, ${'which could decide much '.repeat(6)}: a time, or a count.`)).toMatch(
      /which could decide much \. more/,
    );
  });

  it('are three at most', () => {
    expect(notes('One.', 'Two.', 'Three.', 'Four.')).toMatch(/One\. Two\. Three\. more --verbose prints 1 more note, /);
  });
});

describe('a report that is longer than the screen', () => {
  it('repeats the first sentence at its end', () => {
    const { headline } = findingFixture();
    const text = render(reportFixture(), { verbose: true, height: HEIGHT });
    expect(flat(text).split(headline)).toHaveLength(3);
    expect(flat(text).endsWith(`LEAK ${headline} `)).toBe(true);
    expect(flat(render(reportFixture(), { height: 100 })).split(headline)).toHaveLength(2);
  });

  it('repeats nothing where nothing is to be done', () => {
    const growth = Array.from({ length: 40 }, (_, index) => ({
      class: `Class${index}`,
      counts: [1, 2],
      growth: growthFixture(),
      pattern: 'linear' as const,
    }));
    const report = cleanReportFixture({ growth });
    expect(render(report, { verbose: true, height: HEIGHT })).toBe(render(report, { verbose: true }));
  });
});

describe('files below the working folder', () => {
  const report = reportFixture({ findings: [findingFixture({ code: CODE })] });

  it('are named relative to it', () => {
    expect(render(report, { folder: '/srv/app' })).toContain('  to fix      src/seen.js:8:5 in `open`');
    expect(render(report, { folder: '/srv/ap' })).toContain('/srv/app/src/seen.js:8:5');
    expect(render(report, { folder: '/' })).toContain('/srv/app/src/seen.js:8:5');
  });

  it('elsewhere lose their first folders where they are longer than a line, and keep them in full with --verbose', () => {
    const narrow = render(report, { width: 28 });
    expect(narrow).toContain('…/src/seen.js:8:5');
    expect(render(report, { width: 28, links: true })).toContain('file:///srv/app/src/seen.js#8');
    expect(render(report, { width: 28, verbose: true })).toContain('/srv/app/src/seen.js:8:5');
    expect(narrow.split('\n').filter((line) => line.length > 28)).toEqual([]);
  });

  it('are linked by their whole names', () => {
    expect(render(report, { folder: '/srv/app', links: true })).toContain(
      '\u001b]8;;file:///srv/app/src/seen.js#8\u001b\\src/seen.js:8:5',
    );
  });
});
