import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { type PlaceCode, readPlaceCode } from '../../../src/analyzers/code/place-code.js';
import type { PlaceQuery } from '../../../src/analyzers/code/place-sites.js';
import type { ProgramText } from '../../../src/analyzers/code/program-text.js';
import {
  constructorOf,
  isFunction,
  parametersStart,
  type ScriptSyntax,
} from '../../../src/analyzers/code/script-syntax.js';
import { classNameOf } from '../../../src/analyzers/code/this-class.js';
import { FORM_CASES, type FormCase } from '../../code/forms/answers.js';
import { buildForms } from '../../code/forms/build-forms.js';
import { programOf } from './support.js';

const built = await buildForms(mkdtempSync(join(tmpdir(), 'poolscope-forms-')));

/** What the text alone does not tell yet: lists that are links, listeners, comparisons that never hold, other keys. */
const NOT_TOLD = new Set(['errands.cjs', 'calls.mjs', 'panels.cjs', 'screens.mjs', 'zones.mjs', 'chats.cjs']);

const REFERENCES = new Set(['timer', 'head', '#first']);

describe('what the text of a program does to a place', () => {
  it.each(FORM_CASES.filter(({ file }) => !NOT_TOLD.has(file)))('is told for $file', (form) => {
    const code = codeOf(form);
    if (form.leak === null) expect(['bounded', 'removed']).toContain(code?.state);
    else expect(code?.state).toBe(form.leak === 'no-remover' ? 'never' : 'missed');
    if (form.build !== undefined) return;
    const lines = (sites: PlaceCode['added'] = []) => [...new Set(sites.map(({ line }) => line))];
    for (const { line } of form.added) expect(lines(code?.added)).toContain(line);
    if (form.leak !== null) expect(lines(code?.removed)).toEqual(form.removed.map(({ line }) => line));
    if (form.missing !== null && code?.state === 'missed')
      expect([form.missing, ...(form.orMissing ?? [])].map(({ line }) => line)).toContain(code.missing?.line);
  });

  it.each(FORM_CASES.filter(({ leak }) => leak === null))('accuses no line of $file', (form) => {
    const code = codeOf(form);
    expect(code?.missing ?? null).toBeNull();
    expect(code?.state).not.toBe('never');
  });
});

function codeOf(form: FormCase): PlaceCode | null {
  const script = built.get(form) ?? '';
  const program = programOf([script]);
  return readPlaceCode(program, queryFor(form, script, program), (place) => place);
}

/** As a label and the locations of a heap would say it. */
function queryFor({ place }: FormCase, script: string, program: ProgramText): PlaceQuery {
  const tree = program.tree(script);
  if (tree === null) throw new Error(`${script} was not parsed`);
  const dot = place.indexOf('.');
  const name = place.slice(dot + 1);
  const depth = REFERENCES.has(name) ? 0 : 1;
  if (dot === -1) {
    const fn = tree.functions.findLast((candidate) => tree.variableSeenFrom(candidate, name) !== null);
    const at = fn === undefined ? null : tree.placeOfOffset(parametersStart(fn, tree.text));
    return { script, at, name, kind: 'variable', depth };
  }
  const kind = tree.text.includes(`static ${name}`) ? 'static-field' : 'field';
  return { script, at: placeOfClass(tree, place.slice(0, dot), name), name, kind, depth };
}

function placeOfClass(tree: ScriptSyntax, className: string, field: string): { line: number; column: number } {
  const named = [...tree.classes, ...tree.functions].find((node) => classNameOf(tree, node) === className);
  // A bundle has other names.
  const owner = named ?? tree.classes.find(({ start, end }) => tree.text.slice(start, end).includes(`this.${field}`));
  if (owner === undefined) throw new Error(`no class ${className}`);
  if (isFunction(owner)) return tree.placeOfOffset(parametersStart(owner, tree.text));
  const own = constructorOf(owner);
  return tree.placeOfOffset(own === null ? owner.start : parametersStart(own, tree.text));
}
