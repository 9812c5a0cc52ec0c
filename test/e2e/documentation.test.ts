import { readdir, readFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ATTACH_OPTIONS } from '../../src/cli/commands/attach/attach-options.js';
import { REPORT_OPTIONS } from '../../src/cli/commands/report-options.js';
import { FINDING_KINDS, parseProfile, profileSchema, reportSchema } from '../../src/index.js';
import { withAllCodes, withDoubts } from '../docs/evidence-tables.js';

const ROOT = resolve(import.meta.dirname, '../..');
const read = (path: string): Promise<string> => readFile(join(ROOT, path), 'utf8');

async function listPages(): Promise<string[]> {
  const docs = await readdir(join(ROOT, 'docs'), { recursive: true });
  return [
    'README.md',
    'SECURITY.md',
    'CONTRIBUTING.md',
    'samples/README.md',
    'bench/README.md',
    ...docs.map((name) => join('docs', name)),
  ].filter((path) => path.endsWith('.md'));
}

/** Anchors as GitHub makes them of headings. */
function anchorsOf(page: string): string[] {
  return [...page.matchAll(/^#+ (.*)$/gm)].map(([, title = '']) =>
    title
      .toLowerCase()
      .replace(/[^\p{L}\p{N} -]/gu, '')
      .replaceAll(' ', '-'),
  );
}

describe('the documentation', () => {
  it('has a page for each kind of finding, and no other, all in the index', async () => {
    const pages = (await readdir(join(ROOT, 'docs/findings'))).filter((name) => name !== 'README.md').sort();
    expect(pages).toEqual(FINDING_KINDS.map((kind) => `${kind}.md`).sort());
    const index = await read('docs/findings/README.md');
    for (const kind of FINDING_KINDS) expect(index).toContain(`[${kind}](${kind}.md)`);
  });

  it('lists every code of evidence, and on the page of each kind what is asked of it', async () => {
    const evidence = await read('docs/evidence.md');
    expect(evidence, 'npm run docs:evidence').toBe(withAllCodes(evidence));
    for (const kind of FINDING_KINDS) {
      const page = await read(`docs/findings/${kind}.md`);
      expect(page, 'npm run docs:evidence').toBe(withDoubts(page, kind));
    }
  });

  it('links only to what is there', async () => {
    for (const page of await listPages()) {
      for (const [, link = ''] of (await read(page)).matchAll(/\]\((?!https?:)([^)\s]+)\)/g)) {
        const [path = '', anchor] = link.split('#');
        const target = path === '' ? page : join(dirname(page), path);
        const text = await read(
          target.endsWith('.md') || path.includes('.') || path === 'LICENSE' ? target : join(target, 'README.md'),
        );
        if (anchor !== undefined) expect(anchorsOf(text), `${page} → ${link}`).toContain(anchor);
      }
    }
  });

  it('has every option of attach in --help, and those that analyze lacks on the page of attach', async () => {
    const page = await read('docs/attach.md');
    const help = await read('test/golden/help-attach.txt');
    const options = Object.keys(ATTACH_OPTIONS);
    const isShown = (text: string, name: string): boolean => new RegExp(`--(no-)?${name}(?![\\w-])`).test(text);
    expect(options.filter((name) => !isShown(help, name))).toEqual([]);
    expect(options.filter((name) => !(name in REPORT_OPTIONS) && !isShown(page, name))).toEqual([]);
  });

  it('names every field of the report and of a finding', async () => {
    const page = await read('docs/report.md');
    const { shape } = reportSchema;
    const fields = [...Object.keys(shape), ...Object.keys(shape.findings.def.element.shape)];
    expect(fields.filter((field) => field !== '$schema' && !page.includes(`\`${field}`))).toEqual([]);
  });

  it('shows the example profile as it is, and names every field of a profile', async () => {
    const [page, example] = [await read('docs/profiles.md'), await read('docs/example-profile.json')];
    expect(page).toContain(example);
    expect(parseProfile(JSON.parse(example), 'example').name).toBe('vttablet');
    for (const field of Object.keys(profileSchema.shape)) {
      if (field !== '$schema') expect(page).toMatch(new RegExp(`\`${field}[\`\\[.]`));
    }
  });
});
