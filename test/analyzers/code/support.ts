import { readFileSync } from 'node:fs';

import { loadParser } from '../../../src/analyzers/code/parser.js';
import { ProgramText } from '../../../src/analyzers/code/program-text.js';

export const parser = await loadParser();

/** A program of files on this machine. */
export function programOf(files: readonly string[]): ProgramText {
  return new ProgramText(files, (file) => readFileSync(file, 'utf8'), parser);
}

/** A program of texts, by the name of the script. */
export function programOfTexts(texts: Readonly<Record<string, string>>): ProgramText {
  return new ProgramText(Object.keys(texts), (name) => texts[name] ?? null, parser);
}
