import { readFileSync } from 'node:fs';

import { loadParser } from '../../../src/analyzers/code/parser.js';
import { type PlaceCode, readPlaceCode } from '../../../src/analyzers/code/place-code.js';
import { findSites } from '../../../src/analyzers/code/place-sites.js';
import { ProgramText } from '../../../src/analyzers/code/program-text.js';
import { constructorOf, isFunction, parametersStart, ScriptSyntax } from '../../../src/analyzers/code/script-syntax.js';
import type { PlaceQuery, PlaceSites } from '../../../src/analyzers/code/site.js';
import { classNameOf } from '../../../src/analyzers/code/this-class.js';

/** It leaves out as much as it can until it is asked for: what is missing then makes a test fail. */
export const parser = await loadParser(0);

/** A program of files on this machine. */
export function programOf(files: readonly string[]): ProgramText {
  return new ProgramText(files, (file) => readFileSync(file, 'utf8'), parser);
}

/** A program of texts, by the name of the script. */
export function programOfTexts(texts: Readonly<Record<string, string>>): ProgramText {
  return new ProgramText(Object.keys(texts), (name) => texts[name] ?? null, parser);
}

/** Texts by the name of the script, the first of which has the place; or the only one. */
export type Texts = string | Readonly<Record<string, string>>;

/** Scripts of small programs, when they have but one. */
const SCRIPT = '/app/hub.js';

export function programIn(texts: Texts): ProgramText {
  return programOfTexts(typeof texts === 'string' ? { [SCRIPT]: texts } : texts);
}

/**
 * As a label and the locations of a heap would say it.
 *
 * @param place `Hub.rows` for a field, `rows` for a variable
 */
export function queryFor(program: ProgramText, script: string, place: string, depth: number): PlaceQuery {
  const text = program.tree(script)?.text;
  if (text === undefined) throw new Error(`${script} was not parsed`);
  // One of its own: the program's is parsed by what is asked about it alone.
  const tree = new ScriptSyntax(script, text, parser);
  tree.openAll();
  const dot = place.indexOf('.');
  const name = place.slice(dot + 1);
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

/** What is done to a place of a program of texts; by default the entries of `Hub.rows`. */
export function findIn(texts: Texts, place = 'Hub.rows', depth = 1): PlaceSites {
  const program = programIn(texts);
  const script = typeof texts === 'string' ? SCRIPT : Object.keys(texts)[0];
  const found = findSites(program, queryFor(program, script, place, depth));
  if (found === null) throw new Error(`${place} was not found`);
  return found;
}

/** `line action how` of all that is done to a place but reading, in the order of the text; `?` where only the name says so. */
export function sitesIn(texts: Texts, place?: string, depth?: number): string[] {
  return findIn(texts, place, depth)
    .sites.filter(({ action }) => action !== 'read' && action !== 'start')
    .map(({ tree, node, action, how, byName }) => {
      const file = typeof texts === 'string' ? '' : `${tree.name.slice(tree.name.lastIndexOf('/') + 1)}:`;
      return `${file}${tree.place(node).line} ${action} ${how}${byName ? ' ?' : ''}`;
    });
}

/** What the text says about a place of a program of texts; by default the entries of `Hub.rows`. */
export function codeIn(texts: Texts, place = 'Hub.rows', depth = 1): PlaceCode {
  const program = programIn(texts);
  const script = typeof texts === 'string' ? SCRIPT : Object.keys(texts)[0];
  const code = readPlaceCode(program, queryFor(program, script, place, depth), (at) => at);
  if (code === null) throw new Error(`nothing is said of ${place}`);
  return code;
}

/** `state`, and `why:line` of the way that leaves entries, where there is one. */
export function stateIn(texts: Texts, place?: string, depth?: number): string {
  const { state, missing } = codeIn(texts, place, depth);
  return missing === null ? state : `${state} ${missing.why}:${missing.line}`;
}
