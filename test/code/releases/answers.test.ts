import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { type Point, RELEASE_CASES } from './answers.js';

const programs = join(import.meta.dirname, 'programs');
const linesOf = (file: string) => readFileSync(join(programs, file), 'utf8').split('\n');

describe('the answers about releases', () => {
  it('are about each program once, and about as many that lose a connection as that do not', () => {
    expect(RELEASE_CASES.map(({ file }) => file).toSorted()).toEqual(readdirSync(programs).toSorted());
    expect(RELEASE_CASES.length).toBeGreaterThanOrEqual(30);
    const leaking = RELEASE_CASES.filter(({ leaks }) => leaks.length > 0).length;
    expect(Math.abs(2 * leaking - RELEASE_CASES.length)).toBeLessThanOrEqual(2);
  });

  it.each(RELEASE_CASES)('name lines of $file that are there', ({ file, checkout, leaks, told }) => {
    const lines = linesOf(file);
    const points: Point[] = leaks.flatMap(({ at, or = [] }) => [at, ...or]);
    if (checkout !== null) points.push(checkout);
    for (const { line, text } of points) expect(lines[line - 1]).toContain(text);
    if (checkout === null) expect(leaks).toEqual([]);
    else expect(checkout.text).toContain(told.acquire);
  });

  it.each(RELEASE_CASES)('are not given away in $file', ({ file }) => {
    const text = linesOf(file).join('\n');
    expect(text).not.toMatch(/\/\/(?!127)|\/\*/);
    expect(`${file} ${text}`).not.toMatch(/leak|\bfault|forg[eo]t|buggy|broken|mended|healthy|fixed|miss(ing|ed)\b/i);
  });
});
