import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { Finding, Report } from '../../src/findings/report-schema.js';
import { renderReport } from '../../src/report/formats.js';
import { findingFixture, reportFixture } from '../support/report-fixtures.js';
import { CHROMIUM, FLAGS, hasBrowser, isWanted } from './chromium.js';

const WIDTHS = [360, 800, 1400];
const MOST_BYTES = 1.5e6;

const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
const HOSTILE = `</script><img src=x onerror="window.hit=1"><svg onload='window.hit=2'>"'&\`{{7*7}}\u202egnp`;

const findings = (count: number): Finding[] =>
  Array.from({ length: count }, (_, index) =>
    findingFixture({
      fingerprint: `f${index}`,
      verdict: (['leak', 'note', 'suspect', 'note', 'suspect', 'note'] as const)[index % 6],
      headline: `Clear \`Pooled${index}.next\` when it is checked out: frees ${index} of them.`,
    }),
  );

/** The same finding with a name in every text that came from a heap. */
function hostile(): Report {
  const renamed = (value: unknown): unknown =>
    JSON.parse(
      JSON.stringify(value, (key, each: unknown) =>
        typeof each === 'string' &&
        /^(?:name|headline|label|folded|text|file|function|expression|class|action|field)$/.test(key)
          ? HOSTILE
          : each,
      ),
    );
  const cycle = {
    folded: `${HOSTILE}.b → B.a → ${HOSTILE}`,
    length: 2,
    classes: [HOSTILE],
    members: 3,
    anchors: [{ label: HOSTILE, path: HOSTILE }],
    harmless: false,
  };
  return reportFixture({ headline: HOSTILE, findings: [renamed(findingFixture({ cycle })) as Finding] });
}

describe.skipIf(!isWanted)(`the page in a browser${hasBrowser ? '' : `: ${CHROMIUM} is not installed`}`, () => {
  let browser: Browser;
  let scratch = '';
  const problems: string[] = [];

  beforeAll(async () => {
    scratch = await mkdtemp(join(tmpdir(), 'poolscope-page-'));
    browser = await chromium.launch({ executablePath: CHROMIUM, args: FLAGS });
  }, 60_000);
  afterAll(async () => {
    await browser.close();
    await rm(scratch, { recursive: true, force: true });
  });

  async function open(report: Report, width = 1200, colorScheme: 'light' | 'dark' = 'light'): Promise<Page> {
    const file = join(scratch, 'report.html');
    await writeFile(file, await renderReport(report, 'html', { width: 80, color: false }));
    const page = await browser.newPage({ viewport: { width, height: 800 }, colorScheme });
    problems.length = 0;
    page.on('console', (message) => problems.push(message.text()));
    page.on('pageerror', (error) => problems.push(error.message));
    page.on('request', (request) => {
      if (!request.url().startsWith('file:')) problems.push(request.url());
    });
    await page.goto(pathToFileURL(file).href);
    return page;
  }

  const shown = (page: Page): Promise<number> => page.locator('.finding:not(.hidden)').count();

  it('says at first sight what to do', async () => {
    const page = await open(reportFixture({ findings: findings(2) }));
    const first = await page.locator('header.top').boundingBox();
    expect((first?.y ?? 800) + (first?.height ?? 800)).toBeLessThan(400);
    expect(await page.locator('.verdict').textContent()).toBe('Leak');
    expect(await page.locator('.broken').first().textContent()).toContain('cut here');
    expect(await page.locator('.chart path.line').count()).toBeGreaterThan(0);
    expect(problems).toEqual([]);
    await page.close();
  });

  it('searches, filters, and goes by keys', async () => {
    const page = await open(reportFixture({ findings: findings(6) }));
    await page.keyboard.press('/');
    await page.keyboard.type('Pooled3');
    expect(await shown(page)).toBe(1);
    expect(await page.locator('#told').textContent()).toBe('1 of 6 shown');
    await page.keyboard.press('Escape');
    await page.locator('#search').fill('');
    await page.locator('[data-filter=note]').click();
    expect(await shown(page)).toBe(3);
    await page.locator('[data-filter=all]').click();
    for (const key of ['j', 'j', 'k', 'j', 'o']) await page.keyboard.press(key);
    expect(await page.evaluate('document.activeElement.id')).toBe('finding-1');
    expect(await page.locator('#finding-1 details').first().getAttribute('open')).toBe('');
    await page.locator('#theme').click();
    expect(await page.evaluate('document.documentElement.dataset.theme')).toBe('dark');
    expect(problems).toEqual([]);
    await page.close();
  });

  it('shows names from a heap as text, whatever they are', async () => {
    const page = await open(hostile());
    expect(await page.evaluate('window.hit')).toBeUndefined();
    expect(await page.locator('img').count()).toBe(0);
    expect(await page.locator('.headline').textContent()).toContain('<img src=x onerror=');
    expect(await page.content()).not.toContain('\u202e');
    expect(problems).toEqual([]);
    await page.close();
  });

  it.each(WIDTHS)('is never wider than a screen of %i pixels', async (width) => {
    const page = await open(reportFixture({ findings: findings(3) }), width);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
    await page.close();
  });

  it.each(['light', 'dark'] as const)('can be read by everybody, %s', async (scheme) => {
    const cycle = {
      folded: 'A.b → B.a → A',
      length: 2,
      classes: ['A', 'B'],
      members: 2,
      anchors: [{ label: 'setInterval(x)', path: 'timer' }],
      harmless: false,
    };
    const report = reportFixture({ findings: [...findings(2), findingFixture({ cycle, fingerprint: 'c' })] });
    const page = await open(report, 1200, scheme);
    await page.evaluate("for (const each of document.querySelectorAll('details')) each.open = true");
    await page.addScriptTag({ content: await readFile(AXE, 'utf8') });
    const violations = (await page.evaluate(
      'axe.run().then(({ violations }) => violations.map(({ id, nodes }) => id + ": " + nodes.map(({ html }) => html).join(" ")))',
    )) as string[];
    expect(violations).toEqual([]);
    await page.close();
  });

  it('prints what is folded as well', async () => {
    const page = await open(reportFixture({ findings: findings(2) }));
    await page.emulateMedia({ media: 'print' });
    expect(await page.locator('#finding-1 .facts').first().isVisible()).toBe(true);
    expect(await page.locator('#search').isVisible()).toBe(false);
    await page.close();
  });

  it('stays small with 200 findings', async () => {
    const text = await renderReport(reportFixture({ findings: findings(200) }), 'html', { width: 80, color: false });
    expect(Buffer.byteLength(text)).toBeLessThan(MOST_BYTES);
    expect(text).not.toMatch(/\b(?:src|href)=/);
  });
});
