import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import fc from 'fast-check';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { compareReports } from '../../src/analyzers/comparison/compare-reports.js';
import { type Report, reportSchema } from '../../src/findings/report-schema.js';
import { renderComparison, renderReport } from '../../src/report/formats.js';
import { cleanReportFixture, findingFixture, poolFixture } from '../support/report-fixtures.js';
import { reportWith, SPITEFUL } from '../support/spiteful-report.js';
import { CHROMIUM, FLAGS, isWanted } from './chromium.js';

/** What leaves markup, attributes, styles or scripts, or would load or run something; each sets `window.hit` where it can. */
const HOSTILE = [
  '<script>window.hit=1</script>',
  '</script><script>window.hit=1</script>',
  '</style><script>window.hit=1</script>',
  '</title><script>window.hit=1</script>',
  '"><img src=x onerror=window.hit=1>',
  "' onmouseover='window.hit=1' autofocus onfocus='window.hit=1",
  '" style="position:fixed;inset:0;background:url(https://evil.example/x)',
  '<svg/onload=window.hit=1>',
  '<iframe srcdoc="<script>parent.hit=1</script>">',
  '<a href="javascript:window.hit=1">x</a>',
  'javascript:window.hit=1',
  'data:text/html,<script>parent.hit=1</script>',
  '}*{background:url(https://evil.example/x)}',
  '@import "https://evil.example/x.css";',
  '<base href="https://evil.example/">',
  '<meta http-equiv="refresh" content="0;url=https://evil.example/">',
  '<form action="https://evil.example/"><button>',
  '</code></td></tr></tbody></table></details></article></main>',
  '<template>',
  '<plaintext>',
  '<textarea>',
  '<!--',
  '-->',
  '<![CDATA[',
  ']]>',
  '&lt;img src=x onerror=window.hit=1&gt;',
  '&#60;img src=x onerror=window.hit=1&#62;',
  "{{constructor.constructor('window.hit=1')()}}",
  '$&',
  "$'",
  '\u0000',
  '\u0000<img src=x onerror=window.hit=1>',
  '\ud800',
  '\udc00<b>',
  '\u202egnp.exe\u2066',
  '\u200f\u061c',
  '`</code><b>`',
  'A.b → <b>.c → A',
  'x'.repeat(100_000),
  '<b>'.repeat(33_000),
  '</script>'.repeat(11_000),
  '\u202e'.repeat(100_000),
  '\u0000'.repeat(100_000),
  `${'a '.repeat(50_000)}`,
  '`'.repeat(100_000),
  'a.'.repeat(50_000),
  '😀'.repeat(25_000),
];
const hostileName = fc.oneof(
  fc.array(fc.constantFrom(...HOSTILE.filter((name) => name.length < 200), ...SPITEFUL.slice(0, 20)), {
    minLength: 2,
    maxLength: 5,
  }),
  fc.array(fc.string({ unit: 'binary', maxLength: 40 }), { minLength: 1, maxLength: 3 }),
);
/** What is seen in a page, with all of it unfolded. */
interface Seen {
  /** Its elements, and the attributes of each. */
  readonly parts: string[];
  readonly scripts: number;
  readonly hit: unknown;
  /** A character that hides, reorders or ends something. */
  readonly unsafe: string | null;
  readonly isWide: boolean;
}
const LOOK = String.raw`(() => {
  for (const each of document.querySelectorAll('details')) each.open = true;
  const all = [...document.querySelectorAll('*')];
  return {
    parts: [...new Set(all.flatMap((each) => [each.tagName, ...each.getAttributeNames().map((name) => each.tagName + ' ' + name)]))],
    scripts: document.querySelectorAll('script').length,
    hit: window.hit ?? null,
    unsafe: /[\u0000\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c\ufffd]/.exec(document.documentElement.textContent)?.[0] ?? null,
    isWide: document.documentElement.scrollWidth > innerWidth,
  };
})()`;

/** A report in which every text that may be any text is `name`. */
function reportOf(name: string): Report {
  const rich = {
    ...reportWith('x'),
    findings: [
      { ...reportWith('x').findings[0], cycle: findingFixture().cycle },
      findingFixture({
        verdict: 'note',
        cycle: null,
        baseline: { status: 'known', reason: 'x', expires: null, before: null },
      }),
    ],
    pools: [poolFixture(), poolFixture({ source: { file: 'x', line: 1, column: 1, function: 'x' } })],
    baseline: {
      name: 'x',
      day: '2026-11-29',
      entries: 1,
      gone: [{ kind: 'stale-link', fingerprint: 'x', label: 'x', headline: 'x' }],
    },
  };
  const replaced = replaceTexts(rich, name) as Report;
  // Where the schema has a choice of words, the word stays.
  const problems = reportSchema.safeParse(replaced).error?.issues ?? [];
  for (const { path } of problems) setAt(replaced, path, at(rich, path));
  return reportSchema.parse(replaced);
}

function replaceTexts(value: unknown, name: string): unknown {
  if (typeof value === 'string') return name;
  if (Array.isArray(value)) return value.map((each) => replaceTexts(each, name));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, replaceTexts(each, name)]));
}

type Nested = Record<PropertyKey, unknown>;
const at = (value: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce<unknown>((found, key) => (found as Nested)[key], value);

function setAt(value: unknown, path: readonly PropertyKey[], part: unknown): void {
  const last = path.at(-1);
  if (last !== undefined) (at(value, path.slice(0, -1)) as Nested)[last] = part;
}

describe.skipIf(!isWanted)('the page of a hostile program', () => {
  let browser: Browser;
  let page: Page;
  let scratch = '';
  /** The elements and attributes that pages of harmless programs have. */
  let usual: ReadonlySet<string> = new Set();
  const problems: string[] = [];

  beforeAll(async () => {
    scratch = await mkdtemp(join(tmpdir(), 'poolscope-hostile-'));
    browser = await chromium.launch({ executablePath: CHROMIUM, args: FLAGS });
    page = await browser.newPage({ viewport: { width: 800, height: 600 } });
    page.on('console', (message) => problems.push(message.text()));
    page.on('pageerror', (error) => problems.push(error.message));
    page.on('dialog', (dialog) => problems.push(dialog.message()));
    page.on('request', (request) => {
      if (!request.url().startsWith('file:')) problems.push(request.url());
    });
    const harmless = await Promise.all(['Plain', 'a `b` c', 'A.b → B.a → A', 'a '.repeat(200)].map(pagesOf));
    const seen = new Set<string>();
    for (const text of harmless.flat()) for (const part of (await look(text)).parts) seen.add(part);
    usual = seen;
  }, 120_000);
  afterAll(async () => {
    await browser.close();
    await rm(scratch, { recursive: true, force: true });
  });

  /** A report and a comparison. */
  async function pagesOf(name: string): Promise<string[]> {
    const options = { width: 80, color: false, verbose: true, reportFile: name };
    const report = reportOf(name);
    const sides = [
      { name, report: cleanReportFixture() },
      { name: `${name}2`, report },
    ] as const;
    const comparison = compareReports(...sides, { toolVersion: '1' });
    return [await renderReport(report, 'html', options), await renderComparison(comparison, 'html', options)];
  }

  async function look(text: string): Promise<Seen> {
    const file = join(scratch, 'page.html');
    await writeFile(file, text);
    await page.goto(pathToFileURL(file).href);
    return (await page.evaluate(LOOK)) as Seen;
  }

  async function expectInert(name: string): Promise<void> {
    for (const text of await pagesOf(name)) {
      problems.length = 0;
      const { parts, ...rest } = await look(text);
      expect(parts.filter((part) => !usual.has(part))).toEqual([]);
      expect(rest).toEqual({ scripts: 1, hit: null, unsafe: null, isWide: false });
      const search = page.locator('#search');
      if ((await search.count()) > 0) await search.fill(name.slice(0, 50));
      expect(problems).toEqual([]);
      // Each word is cut, so that no name makes a page that nobody can open.
      expect(text.length).toBeLessThan(60e6);
    }
  }

  it.each(HOSTILE.map((name) => [name.slice(0, 40), name]))(
    'has no element, script, request or wide line of %j',
    async (_shown, name) => {
      await expectInert(name);
    },
    60_000,
  );

  it('has none of any mixture of them', async () => {
    await fc.assert(
      fc.asyncProperty(hostileName, async (parts) => {
        await expectInert(parts.join(''));
      }),
      { numRuns: 40 },
    );
  }, 300_000);
});
