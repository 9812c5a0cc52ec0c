const COMMENT = /\/[/*][#@]\s*sourceMappingURL=([^\s'"*]+)/g;

/** The source map URL that the text of a script names last, or null. */
export function findMapUrl(text: string): string | null {
  let url: string | null = null;
  for (const match of text.matchAll(COMMENT)) url = match[1];
  return url;
}

/** The text in a `data:` URL, or null for another URL and for one that is broken. */
export function decodeDataUrl(url: string): string | null {
  const match = /^data:([^,]*),(.*)$/s.exec(url);
  if (match === null) return null;
  try {
    return /;base64$/i.test(match[1]) ? Buffer.from(match[2], 'base64').toString('utf8') : decodeURIComponent(match[2]);
  } catch {
    return null;
  }
}

/** Names of source maps. A script may come from a hostile heap: it must not make other files be read. */
const MAP_NAME = /\.(?:map|json)$/i;

/**
 * The file of a map that `url` names, relative to the script `scriptPath`: the URL is a comment in text that somebody else may have written.
 * A map on a server is looked for beside the script, and so is one that lies neither below the script's folder nor below one of the roots.
 *
 * @returns null when the name is not that of a map
 */
export function mapPath(url: string, scriptPath: string, roots: readonly string[] = []): string | null {
  const clean = decodePercent(url.replace(/[?#].*$/s, ''));
  if (!MAP_NAME.test(clean) || clean.includes('\0')) return null;
  const folder = scriptPath.replace(/[^\\/]*$/, '');
  const beside = folder + clean.replace(/^.*[\\/]/s, '');
  if (/^[A-Za-z][A-Za-z\d+.-]+:/.test(clean) || /^[\\/]{2}/.test(clean)) return beside;
  const path = withoutDots(/^(?:[\\/]|[A-Za-z]:)/.test(clean) ? clean : folder + clean);
  const isWithin = [folder, ...roots].some((root) => path.startsWith(`${root.replace(/[\\/]+$/, '')}/`));
  return isWithin ? path : beside;
}

/** A path without `.` and `..`, which could lead out of a folder that it begins with. */
function withoutDots(path: string): string {
  const parts: string[] = [];
  for (const part of path.split(/[\\/]/)) {
    if (part === '..' && parts.length > 1) parts.pop();
    else if (part !== '.' && part !== '..') parts.push(part);
  }
  return parts.join('/');
}
function decodePercent(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
