import { codeIn, type Texts } from './support.js';

/** `caller bound` of the lines that take entries of `Hub.rows` out. */
export function callersIn(texts: Texts, place?: string): string[] {
  return codeIn(texts, place).removed.map(({ caller, bound }) => `${caller} ${bound ?? 'unbounded'}`);
}

/** A class that adds rows, and has `body`. */
export function hub(body: string, after = ''): string {
  return `class Hub { rows = new Map();
  add(key, row) { this.rows.set(key, row); }
  ${body} }
new Hub();
${after}`;
}
