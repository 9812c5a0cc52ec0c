import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { findCheckouts } from '../../../src/analyzers/code/checkouts.js';
import { RELEASE_CASES, type ReleaseCase } from '../../code/releases/answers.js';
import { programOf } from './support.js';

const programs = join(import.meta.dirname, '../../code/releases/programs');

describe('the ways on which what was taken is not given back', () => {
  it.each(RELEASE_CASES.filter(({ pending }) => pending === undefined))('are those of $file', expectWays);

  it.fails.each(RELEASE_CASES.filter(({ pending }) => pending === true))(
    'are still others in $file: the mark `pending` goes when they are right',
    expectWays,
  );
});

function expectWays({ file, told, leaks }: ReleaseCase): void {
  const path = join(programs, file);
  const found = findCheckouts(programOf([path]), [path], {
    acquire: [told.acquire],
    release: told.release.map(({ name }) => name),
  });
  const lines = found.flatMap(({ ways }) => ways ?? []).map(({ tree, node }) => tree.place(node).line);
  const expected = leaks.map(({ at, or = [] }) => [at, ...or].map(({ line }) => line));
  expect(lines.filter((line) => !expected.some((fair) => fair.includes(line)))).toEqual([]);
  expect(expected.filter((fair) => !fair.some((line) => lines.includes(line)))).toEqual([]);
}
