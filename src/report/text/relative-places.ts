import type { Report } from '../../findings/report-schema.js';
import { textWidth } from '../text-width.js';

/** A report whose files are named as seen from a folder. */
export interface RelativeReport {
  readonly report: Report;
  /** The files that were renamed: their new name, and the absolute one. */
  readonly absolute: ReadonlyMap<string, string>;
}

/**
 * Names all files below `folder` relative to it, as a reader there would: `src/db.ts` for `/srv/app/src/db.ts`. Other files keep their
 * names, unless these are too long for a line: `…/app/src/db.ts`.
 *
 * @param folder absolute, or null when unknown
 * @param mostCells of a name; none when not given
 */
export function relativeTo(
  report: Report,
  folder: string | null,
  mostCells: number = Number.POSITIVE_INFINITY,
): RelativeReport {
  const absolute = new Map<string, string>();
  const isNowhere = folder === null || folder === '' || folder === '/';
  if (isNowhere && mostCells === Number.POSITIVE_INFINITY) return { report, absolute };
  const prefix = isNowhere || folder.endsWith('/') ? folder : `${folder}/`;
  const shorten = (file: string): string => {
    const path = file.replace(/^file:\/\/(?=\/)/, '');
    const isBelow = prefix !== null && !isNowhere && path.startsWith(prefix) && path.length > prefix.length;
    const short = withoutFolders(isBelow ? path.slice(prefix.length) : file, mostCells);
    if (short === file) return file;
    // Of two files that would have one name, the second keeps its own.
    if ((absolute.get(short) ?? path) !== path) return file;
    absolute.set(short, path);
    return short;
  };
  const renamed = JSON.parse(JSON.stringify(report), (key, value: unknown) =>
    key === 'file' && typeof value === 'string' ? shorten(value) : value,
  ) as Report;
  return { report: renamed, absolute };
}

/** `path` with as many of its last folders as fit. The name of the file always stays. */
function withoutFolders(path: string, mostCells: number): string {
  if (textWidth(path) <= mostCells) return path;
  const parts = path.split('/');
  let short = parts.at(-1) ?? path;
  for (const folder of parts.slice(1, -1).reverse()) {
    const longer = `${folder}/${short}`;
    if (textWidth(longer) + 2 > mostCells) break;
    short = longer;
  }
  return `…/${short}`;
}
