import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { afterEach, describe, expect, it } from 'vitest';

const repository = fileURLToPath(new URL('../..', import.meta.url));
const require = createRequire(import.meta.url);
const biome = join(dirname(require.resolve('@biomejs/biome/package.json')), 'bin', 'biome');

const places: string[] = [];

/** Lints one file with our configuration in an otherwise empty project; the names of the rules it breaks. */
function lint(file: string, text: string): string[] {
  const place = mkdtempSync(join(tmpdir(), 'poolscope-lint-'));
  places.push(place);
  for (const name of ['biome.json', '.gitignore']) copyFileSync(join(repository, name), join(place, name));
  symlinkSync(join(repository, 'node_modules'), join(place, 'node_modules'));
  mkdirSync(dirname(join(place, file)), { recursive: true });
  writeFileSync(join(place, file), text);
  const { stdout, stderr } = spawnSync(process.execPath, [biome, 'lint', file], { cwd: place, encoding: 'utf8' });
  const output = `${stdout}${stderr}`;
  expect(output).toContain('Checked 1 file');
  return [...new Set(output.match(/lint\/\w+\/\w+/g) ?? [])];
}

afterEach(() => {
  for (const place of places.splice(0)) rmSync(place, { recursive: true, force: true });
});

describe('language rules', () => {
  it.each([
    ['src/graph/a.ts', 'export const a = process.pid;', 'lint/style/noRestrictedGlobals'],
    ['src/analyze.ts', 'export const a = process.pid;', 'lint/style/noRestrictedGlobals'],
    ['src/analyzers/a.ts', 'export const a = process.pid;', 'lint/style/noRestrictedGlobals'],
    ['src/snapshot/a.ts', "console.log('read');", 'lint/suspicious/noConsole'],
    ['src/analyzers/a.ts', 'export const a = Date.now();', 'lint/style/noRestrictedGlobals'],
    ['src/analyzers/a.ts', 'export const a = new Date();', 'lint/style/noRestrictedGlobals'],
    ['src/analyzers/a.ts', 'export const a = performance.now();', 'lint/style/noRestrictedGlobals'],
    ['src/analyzers/a.ts', 'export const a = Math.random();', 'lint/nursery/noJsRestrictedProperties'],
    ['src/report/a.ts', "export const a = () => fetch('x');", 'lint/style/noRestrictedGlobals'],
    ['src/graph/a.ts', 'export const a = (b: any): number => b;', 'lint/suspicious/noExplicitAny'],
    ['src/graph/a.ts', 'export default 1;', 'lint/style/noDefaultExport'],
    ['src/graph/CamelCase.ts', 'export const a = 1;', 'lint/style/useFilenamingConvention'],
    ['src/cli/a.ts', 'const a = async () => {\n  await null;\n};\na();', 'lint/nursery/noFloatingPromises'],
  ])('refuse in %s: %s', (file, text, rule) => {
    expect(lint(file, `${text}\n`)).toContain(rule);
  });

  it('let the command line own process and console, and the analysis a clock for timings', () => {
    expect(lint('src/cli/a.ts', "import process from 'node:process';\n\nexport const a = process.pid;\n")).toEqual([]);
    expect(lint('src/analyze.ts', 'export const a = performance.now();\n')).toEqual([]);
  });
});
