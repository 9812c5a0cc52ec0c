import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { cruise, type ICruiseResult } from 'dependency-cruiser';
import { afterEach, describe, expect, it } from 'vitest';

import config from '../../.dependency-cruiser.mjs';

const repository = fileURLToPath(new URL('../..', import.meta.url));

/** A tree of source files that breaks one rule, and nothing else. Keys are the names of the rules. */
const VIOLATIONS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'snapshot-looks-down-only': look('src/snapshot/a.ts', 'src/graph/b.ts'),
  'graph-looks-down-only': look('src/graph/a.ts', 'src/analyzers/b.ts'),
  'sources-looks-down-only': look('src/sources/a.ts', 'src/analyzers/b.ts'),
  'profiles-looks-down-only': look('src/profiles/a.ts', 'src/findings/b.ts'),
  'agent-looks-down-only': look('src/agent/a.ts', 'src/findings/b.ts'),
  'findings-looks-down-only': look('src/findings/a.ts', 'src/graph/b.ts'),
  'analyzers-looks-down-only': look('src/analyzers/a.ts', 'src/report/b.ts'),
  'report-looks-down-only': look('src/report/a.ts', 'src/graph/b.ts'),
  'capture-looks-down-only': look('src/capture/a.ts', 'src/analyzers/b.ts'),
  'scrub-looks-down-only': look('src/scrub/a.ts', 'src/graph/b.ts'),
  'testing-looks-down-only': look('src/testing/a.ts', 'src/analyzers/labels/b.ts'),
  'memlab-looks-down-only': look('src/memlab/a.ts', 'src/analyzers/b.ts'),
  'disk-looks-down-only': look('src/disk/a.ts', 'src/report/b.ts'),
  ...Object.fromEntries(
    ['describe', 'verdict', 'evidence', 'cases', 'pools', 'cut', 'code', 'series', 'objects', 'labels'].map(
      (floor, index, floors) => [
        `analyzers-${floor}-looks-down-only`,
        look(`src/analyzers/${floor}/a.ts`, `src/analyzers/${index === 0 ? 'search' : floors[index - 1]}/b.ts`),
      ],
    ),
  ),
  'analyzers-search-looks-down-only': look('src/analyzers/search/a.ts', 'src/analyzers/comparison/b.ts'),
  'analyzers-comparison-looks-down-only': look('src/analyzers/comparison/a.ts', 'src/analyzers/cut/b.ts'),
  'analyzers-explanation-looks-down-only': look('src/analyzers/explanation/a.ts', 'src/analyzers/verdict/b.ts'),
  'analyzers-has-rooms-only': look('src/analyzers/a.ts', 'src/errors.ts'),
  'cli-commands-looks-down-only': look('src/cli/commands/a/b.ts', 'src/cli/registry.ts'),
  'cli-arguments-looks-down-only': look('src/cli/arguments/a.ts', 'src/cli/commands/a/b.ts'),
  'cli-inputs-looks-down-only': look('src/cli/inputs/a.ts', 'src/cli/commands/a/b.ts'),
  'cli-output-looks-down-only': look('src/cli/output/a.ts', 'src/cli/inputs/b.ts'),
  'cli-process-looks-down-only': look('src/cli/process/a.ts', 'src/cli/output/b.ts'),
  'commands-know-no-other-command': look('src/cli/commands/a/b.ts', 'src/cli/commands/c/d.ts'),
  'cli-has-rooms-only': look('src/cli/a.ts', 'src/errors.ts'),
  'errors-looks-down-only': look('src/errors.ts', 'src/snapshot/b.ts'),
  'schema-text-looks-down-only': look('src/schema-text.ts', 'src/findings/b.ts'),
  'version-looks-down-only': look('src/version.ts', 'src/snapshot/b.ts'),
  'series-report-looks-down-only': look('src/series-report.ts', 'src/graph/b.ts'),
  'analyze-looks-down-only': look('src/analyze.ts', 'src/report/b.ts'),
  'snapshot-series-looks-down-only': look('src/snapshot-series.ts', 'src/report/b.ts'),
  'analyze-files-looks-down-only': look('src/analyze-files.ts', 'src/report/b.ts'),
  'capture-process-looks-down-only': look('src/capture-process.ts', 'src/analyze.ts'),
  'published-schemas-looks-down-only': look('src/published-schemas.ts', 'src/report/b.ts'),
  'index-looks-down-only': look('src/index.ts', 'src/cli/b.ts'),
  'no-cycles': { ...use('src/graph/a.ts', './b.js'), ...use('src/graph/b.ts', './a.js') },
  'known-rooms-only': look('src/util/a.ts', 'src/errors.ts'),
  'no-way-into-cli': look('src/analyze.ts', 'src/cli/b.ts'),
  'only-cli-parses-arguments': use('src/report/a.ts', 'yargs'),
  'small-zod-only': use('src/findings/a.ts', 'zod'),
  'only-report-styles': use('src/cli/a.ts', 'chalk'),
  'files-at-the-edge': use('src/snapshot/a.ts', 'node:fs'),
  'process-only-in-cli': use('src/snapshot/a.ts', 'node:process'),
  'pure-rooms-have-no-system': use('src/analyzers/a.ts', 'node:timers/promises'),
  'hashes-only-in-findings': use('src/analyzers/a.ts', 'node:crypto'),
  'memlab-behind-its-bridge': use('src/snapshot/memlab-engine.ts', '@memlab/core'),
  'only-sources-reads-maps': use('src/graph/a.ts', '@jridgewell/trace-mapping'),
  'only-code-parses': use('src/graph/a.ts', 'acorn'),
  'packages-are-listed': use('src/snapshot/a.ts', 'd3-path'),
  'product-ignores-its-tests': look('src/graph/a.ts', 'test/support/b.ts'),
  'everything-resolves': use('src/graph/a.ts', './nowhere.js'),
};

/** Both files, the first with an import of the second. */
function look(from: string, to: string): Record<string, string> {
  const up = '../'.repeat(dirname(from).split('/').length);
  return { [to]: 'export const b = 1;\n', ...use(from, `${up}${to.replace('.ts', '.js')}`) };
}

/** A file that imports `specifier`. */
function use(from: string, specifier: string): Record<string, string> {
  return { [from]: `import * as b from '${specifier}';\nexport const a = b;\n` };
}

const places: string[] = [];

/** Writes the files into an empty project that has our dependencies, and cruises it with our rules. */
async function cruiseFiles(files: Readonly<Record<string, string>>): Promise<ICruiseResult> {
  const place = mkdtempSync(join(tmpdir(), 'poolscope-layers-'));
  places.push(place);
  for (const name of ['package.json', 'tsconfig.json', 'node_modules']) {
    symlinkSync(join(repository, name), join(place, name));
  }
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(place, file)), { recursive: true });
    writeFileSync(join(place, file), text);
  }
  const { options, ...ruleSet } = config;
  const { output } = await cruise(['src'], {
    ...options,
    ruleSet,
    validate: true,
    baseDir: place,
    tsConfig: { fileName: join(repository, 'tsconfig.json') },
  });
  if (typeof output === 'string') throw new Error('Expected the result as an object');
  return output;
}

afterEach(() => {
  for (const place of places.splice(0)) rmSync(place, { recursive: true, force: true });
});

describe('layer rules', () => {
  it('have a violation here for each of them', () => {
    expect(Object.keys(VIOLATIONS).sort()).toEqual(config.forbidden.map(({ name }) => name).sort());
  });

  it.each(Object.entries(VIOLATIONS))('%s breaks on a deliberate violation', async (rule, files) => {
    const { summary } = await cruiseFiles(files);
    expect(summary.violations.map((violation) => violation.rule.name)).toContain(rule);
    expect(summary.error).toBeGreaterThan(0);
  });

  it('pass when the arrows point down', async () => {
    const { summary } = await cruiseFiles({
      ...look('src/cli/commands/a/command.ts', 'src/report/c.ts'),
      ...look('src/cli/commands/attach/run.ts', 'src/cli/commands/analyze/run-analyze.ts'),
      ...look('src/cli/registry.ts', 'src/cli/commands/c/command.ts'),
      ...look('src/report/b.ts', 'src/findings/b.ts'),
      ...look('src/analyzers/labels/a.ts', 'src/graph/b.ts'),
      ...use('src/report/d.ts', 'chalk'),
      ...use('src/cli/inputs/e.ts', 'node:fs'),
    });
    expect(summary.violations).toEqual([]);
    expect(summary.totalCruised).toBeGreaterThan(5);
  });

  it('give their reason', () => {
    for (const { name, comment } of config.forbidden) expect(comment, name).toMatch(/^[\s\S]{30,}\.$/);
  });
});
