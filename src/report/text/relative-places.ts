import type { Report } from '../../findings/report-schema.js';

/** A report whose files are named as seen from a folder. */
export interface RelativeReport {
  readonly report: Report;
  /** The files that were renamed: their new name, and the absolute one. */
  readonly absolute: ReadonlyMap<string, string>;
}

/**
 * Names all files below `folder` relative to it, as a reader there would: `src/db.ts` for `/srv/app/src/db.ts`. Other files keep their
 * names.
 *
 * @param folder absolute, or null to change nothing
 */
export function relativeTo(report: Report, folder: string | null): RelativeReport {
  const absolute = new Map<string, string>();
  if (folder === null || folder === '' || folder === '/') return { report, absolute };
  const prefix = folder.endsWith('/') ? folder : `${folder}/`;
  const shorten = (file: string): string => {
    const path = file.replace(/^file:\/\/(?=\/)/, '');
    if (!path.startsWith(prefix) || path.length === prefix.length) return file;
    const short = path.slice(prefix.length);
    absolute.set(short, path);
    return short;
  };
  const renamed = JSON.parse(JSON.stringify(report), (key, value: unknown) =>
    key === 'file' && typeof value === 'string' ? shorten(value) : value,
  ) as Report;
  return { report: renamed, absolute };
}
