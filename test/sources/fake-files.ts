import type { SourceFiles } from '../../src/sources/source-files.js';

/** Files that are only here. `asked` lists the paths that were wanted, in order. */
export function fakeFiles(files: Readonly<Record<string, string>>): SourceFiles & { readonly asked: string[] } {
  const asked: string[] = [];
  const find = (path: string): string | null => {
    asked.push(path);
    return Object.hasOwn(files, path) ? files[path] : null;
  };
  return {
    asked,
    read: (path, maxBytes) => {
      const text = find(path);
      return Promise.resolve(text === null || text.length > maxBytes ? null : text);
    },
    readNow: (path, maxBytes) => {
      const text = find(path);
      return text === null || text.length > maxBytes ? null : text;
    },
    readHead: (path, bytes) => Promise.resolve(find(path)?.slice(0, bytes) ?? null),
  };
}

/** Line 1 of the script is line 1 of `source`, line 2 is its line 5, from column 3 on. */
export function mapTo(source: string): string {
  return JSON.stringify({ version: 3, sources: [source], names: [], mappings: 'AAAA;AAIE' });
}
