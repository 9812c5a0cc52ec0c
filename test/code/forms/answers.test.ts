import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { FORM_CASES, type FormCase } from './answers.js';

const programs = join(import.meta.dirname, 'programs');
const linesOf = (file: string) => readFileSync(join(programs, file), 'utf8').split('\n');

describe('the answers about forms', () => {
  it('are about each program once, and about as many leaking as healthy ones', () => {
    const files = readdirSync(programs).filter((name) => name !== 'parts');
    expect(FORM_CASES.map(({ file }) => file).toSorted()).toEqual(files.toSorted());
    expect(FORM_CASES.length).toBeGreaterThanOrEqual(20);
    const leaking = FORM_CASES.filter(({ leak }) => leak !== null).length;
    expect(Math.abs(2 * leaking - FORM_CASES.length)).toBeLessThanOrEqual(2);
  });

  it.each(FORM_CASES)('name lines of $file that are there', (form) => {
    const { added, removed, missing, orMissing = [] } = form;
    const points: FormCase['removed'] = [...added, ...removed, ...orMissing, ...(missing === null ? [] : [missing])];
    for (const { line, text, file = form.file } of points) expect(linesOf(file)[line - 1]).toContain(text);
    expect(added).not.toHaveLength(0);
  });

  it.each(FORM_CASES)('agree with themselves about $file', ({ leak, removed, missing, build, bundled }) => {
    if (leak === null) expect(missing).toBeNull();
    else if (leak !== 'no-remover') expect(missing).not.toBeNull();
    if (leak === 'no-remover' || leak === 'unlink') expect(removed).toEqual([]);
    else expect(removed).not.toEqual([]);
    expect(bundled !== undefined).toBe(build === 'minified');
  });

  it.each(FORM_CASES)('are not given away in $file', ({ file, parts = [] }) => {
    const text = [file, ...parts].flatMap(linesOf).join('\n');
    expect(text).not.toMatch(/\/\/|\/\*/);
    expect(`${file} ${text}`).not.toMatch(/leak|\bfault|forg[eo]t|buggy|broken|mended|healthy|fixed|miss(ing|ed)\b/i);
  });
});
