import { readdir, readFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ATTACH_OPTIONS } from '../../src/cli/commands/attach/attach-options.js';
import { REPORT_OPTIONS } from '../../src/cli/commands/report-options.js';
import { configSchema } from '../../src/cli/inputs/config-schema.js';
import { FINDING_KINDS, parseProfile, profileSchema, reportSchema } from '../../src/index.js';
import { REPOSITORY } from '../../src/version.js';
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
    'CHANGELOG.md',
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

/** Links to files of the repository, those by its address with a slash first. */
function linksOf(page: string): string[] {
  return [...page.matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, link = '']) => link.replace(`${REPOSITORY}/blob/main/`, '/'))
    .filter((link) => !/^https?:/.test(link));
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
      for (const link of linksOf(await read(page))) {
        const [path = '', anchor] = link.split('#');
        const own = path === '' ? page : join(dirname(page), path);
        const target = path.startsWith('/') ? path.slice(1) : own;
        const text = await read(
          target.endsWith('.md') || path.includes('.') || path === 'LICENSE' ? target : join(target, 'README.md'),
        );
        if (anchor !== undefined) expect(anchorsOf(text), `${page} → ${link}`).toContain(anchor);
      }
    }
  });

  it('links from what is packed to nothing that is not', async () => {
    const { files } = JSON.parse(await read('package.json')) as { files: string[] };
    const packed = [...files, 'README.md', 'LICENSE', 'package.json'];
    const isPacked = (path: string): boolean => packed.some((each) => path === each || path.startsWith(`${each}/`));
    for (const page of (await listPages()).filter(isPacked)) {
      const relative = linksOf(await read(page)).filter((link) => !link.startsWith('/'));
      const targets = relative.map((link) => join(dirname(page), link.replace(/#.*/, '')));
      expect(
        targets.filter((path) => path !== dirname(page) && !isPacked(path)),
        page,
      ).toEqual([]);
    }
  });

  it('is where messages say that it is', async () => {
    const { repository, homepage, bugs } = JSON.parse(await read('package.json')) as {
      repository: { url: string };
      homepage: string;
      bugs: { url: string };
    };
    expect([repository.url, homepage, bugs.url]).toEqual([
      `git+${REPOSITORY}.git`,
      `${REPOSITORY}#readme`,
      `${REPOSITORY}/issues`,
    ]);
    const sources = await readdir(join(ROOT, 'src'), { recursive: true });
    const texts = await Promise.all(sources.filter((path) => path.endsWith('.ts')).map((path) => read(`src/${path}`)));
    const pages = texts.flatMap((text) => [...text.matchAll(/pageAddress\('([^']+)'\)/g)].map(([, page]) => page));
    expect(pages).toContain('profiles');
    for (const page of pages) expect(await read(`docs/${page}.md`)).toMatch(/^# /);
    // A path of this repository helps nobody who has the package alone. Comments may name one.
    const code = texts.map((text) => text.replace(/\/\*\*.*?\*\/|\/\/.*$/gms, ''));
    expect(code.filter((text) => /['` ]docs\/[\w/-]+\.md/.test(text))).toEqual([]);
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

  it('shows a configuration that is valid, with every field', async () => {
    const page = await read('docs/configuration.md');
    const [, text = ''] = /```json\n(.*?)```/s.exec(page) ?? [];
    const config = JSON.parse(text) as Record<string, unknown>;
    expect(configSchema.safeParse(config).success).toBe(true);
    expect(Object.keys(config)).toEqual(Object.keys(configSchema.shape));
    for (const field of Object.keys(config)) expect(page).toContain(`| \`${field}\` |`);
    const { exports } = JSON.parse(await read('package.json')) as { exports: Record<string, string> };
    expect(`./${String(config['$schema']).split('/poolscope/')[1]}`).toBe(exports['./config.schema.json']);
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
