import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { type PlaceCode, readPlaceCode } from '../../../src/analyzers/code/place-code.js';
import { FORM_CASES, type FormCase } from '../../code/forms/answers.js';
import { buildForms } from '../../code/forms/build-forms.js';
import { programOf, queryFor } from './support.js';

const built = await buildForms(mkdtempSync(join(tmpdir(), 'poolscope-forms-')));

/**
 * What the text alone does not tell yet: lists that are links. A timer in a variable is told by the function that it runs, a registry by what the
 * heap shows it to hold, and a key of another kind by those that the heap has.
 */
const NOT_TOLD = new Set(['errands.cjs', 'calls.mjs', 'lamps.cjs', 'photos.cjs', 'moths.mjs', 'clubs.mjs']);

const REFERENCES = new Set(['timer', 'head', '#first', '#flash', 'flicker', 'under', 'below', 'next']);

describe('what the text of a program does to a place', () => {
  const told = FORM_CASES.filter(({ file }) => !NOT_TOLD.has(file));

  it.each(told.filter(({ pending }) => pending === undefined))('is told for $file', expectTold);

  it.fails.each(told.filter(({ pending }) => pending !== undefined))(
    'is not told for $file: the mark `pending` goes when it is',
    expectTold,
  );

  const healthy = FORM_CASES.filter(({ leak }) => leak === null);

  it.each(healthy.filter(({ pending }) => pending !== 'accused'))('accuses no line of $file', expectNoAccusation);

  it.fails.each(healthy.filter(({ pending }) => pending === 'accused'))(
    'still accuses a line of $file: the mark `pending` goes when it does not',
    expectNoAccusation,
  );
});

function expectTold(form: FormCase): void {
  const code = codeOf(form);
  if (form.leak === null) expect(['bounded', 'removed']).toContain(code?.state);
  else expect(code?.state).toBe(form.leak === 'no-remover' ? 'never' : 'missed');
  if (form.build !== undefined) return;
  const lines = (sites: PlaceCode['added'] = []) => [...new Set(sites.map(({ line }) => line))];
  for (const { line } of form.added) expect(lines(code?.added)).toContain(line);
  if (form.leak !== null) expect(lines(code?.removed)).toEqual(form.removed.map(({ line }) => line));
  if (form.missing !== null && code?.state === 'missed') expect(code.missing).not.toBeNull();
  if (form.missing !== null && code?.missing)
    expect([form.missing, ...(form.orMissing ?? [])].map(({ line }) => line)).toContain(code.missing.line);
}

function expectNoAccusation(form: FormCase): void {
  const code = codeOf(form);
  expect(code?.missing ?? null).toBeNull();
  expect(code?.state).not.toBe('never');
}

function codeOf(form: FormCase): PlaceCode | null {
  const script = built.get(form) ?? '';
  const program = programOf([script, ...(form.parts ?? []).map((part) => join(dirname(script), part))]);
  const name = form.place.slice(form.place.indexOf('.') + 1);
  const query = queryFor(program, script, form.place, REFERENCES.has(name) ? 0 : (form.depth ?? 1));
  const deeper = form.deeper === undefined ? {} : ({ name: form.deeper, kind: 'property' } as const);
  return readPlaceCode(program, { ...query, ...deeper }, (place) => place);
}
