import { plainPath } from '../graph/script-path.js';

/**
 * Where a script of the analyzed process may be on this machine, best guess first: where the process had it, then below
 * each root with as much of its path as possible (`/app/dist/x.js` → `root/app/dist/x.js`, `root/dist/x.js`,
 * `root/x.js`). Paths in `node_modules` keep that folder, because every package may have an `index.js`.
 *
 * @returns nothing for code that is in no file: `node:fs`, `evalmachine.<anonymous>`
 */
export function localPaths(scriptName: string, roots: readonly string[]): string[] {
  const path = pathOf(scriptName);
  if (path === null) return [];
  const parts = path.text.split(/[\\/]/).filter((part) => part !== '' && part !== '.');
  if (parts.includes('..')) return path.isLocal ? [path.text] : [];
  const packages = parts.lastIndexOf('node_modules');
  const last = packages === -1 ? parts.length - 1 : packages;
  const below = roots.flatMap((root) =>
    Array.from({ length: last + 1 }, (_, from) => `${root.replace(/[\\/]+$/, '')}/${parts.slice(from).join('/')}`),
  );
  return path.isLocal ? [path.text, ...below] : below;
}

function pathOf(scriptName: string): { readonly text: string; readonly isLocal: boolean } | null {
  const plain = plainPath(scriptName);
  // On Windows, a path that begins with two slashes is on another machine, which must not be contacted.
  if (/^[\\/]{2}/.test(plain)) return null;
  if (/^(?:\/|[A-Za-z]:[\\/])/.test(plain)) return { text: plain, isLocal: true };
  const url = /^(?:https?|webpack(?:-internal)?|app):\/\/[^/]*(\/[^?#]*)/.exec(scriptName);
  return url === null ? null : { text: url[1], isLocal: false };
}
