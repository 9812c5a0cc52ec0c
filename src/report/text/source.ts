import type { Source } from '../../findings/report-schema.js';

/** `src/pool.ts:12:3`, as editors and terminals accept it: a path, not a URL, where it is a file of this machine. */
export function formatSource({ file, line, column }: Source): string {
  return `${file.replace(/^file:\/\/(?=\/)/, '')}:${line}:${column}`;
}

/** ` at src/pool.ts:12:3`, or nothing. */
export function at(source: Source | null): string {
  return source === null ? '' : ` at ${formatSource(source)}`;
}
