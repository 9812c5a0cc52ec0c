import { expect, test } from 'vitest';

import { judge } from '../../../../src/analyzers/verdict/judge.js';
import { clusterCase } from '../../support/case-support.js';

/** What is said of ten dead of sixty, by so many fields. */
function said(...objects: number[]): string | undefined {
  const deadBy = objects.map((count, index) => ({ field: `field${index + 1} = true`, objects: count }));
  const judged = judge(clusterCase({ facts: { leading: { dead: 10, deadBy } } }));
  return judged.verdict === 'silent' ? undefined : judged.for.find(({ code }) => code === 'dead')?.text;
}

test('a single field that proves death is named without a number', () => {
  expect(said(10)).toBe('10 of 60 Row are dead: field1 = true.');
});

test('of two or three fields, the objects that each speaks for are counted', () => {
  expect(said(7, 3)).toBe('10 of 60 Row are dead: field1 = true (7), field2 = true (3).');
  expect(said(5, 3, 2)).toBe('10 of 60 Row are dead: field1 = true (5), field2 = true (3), field3 = true (2).');
});

test('of more fields, three are named and the others counted', () => {
  expect(said(4, 3, 2, 1)).toMatch(/field2 = true \(3\), field3 = true \(2\), other fields \(1\)\.$/);
});

test('none is named where none is known', () => {
  expect(said()).toBe('10 of 60 Row are dead: a field says so.');
});
