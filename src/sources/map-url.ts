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

/**
 * The file of a map that `url` names, beside the script `scriptPath`; a map on a server is looked for beside it, too. Null for an absolute
 * path, and for one that leaves the folder of the script: the URL is a comment in text that somebody else may have written.
 */
export function mapPath(url: string, scriptPath: string): string | null {
  const clean = decodePercent(url.replace(/[?#].*$/s, ''));
  const folder = scriptPath.replace(/[^\\/]*$/, '');
  const isOnServer = /^[A-Za-z][A-Za-z\d+.-]+:/.test(clean) || /^[\\/]{2}/.test(clean);
  const relative = isOnServer ? clean.replace(/^.*[\\/]/s, '') : clean;
  if (/^(?:[\\/]|[A-Za-z]:)/.test(relative) || relative.includes('\0')) return null;
  return isBelow(relative) ? folder + relative : null;
}

/** Whether a relative path names something below the folder that it starts from. */
function isBelow(path: string): boolean {
  let depth = 0;
  for (const part of path.split(/[\\/]/)) {
    if (part === '..') depth -= 1;
    else if (part !== '.' && part !== '') depth += 1;
    if (depth < 0) return false;
  }
  return depth > 0;
}

function decodePercent(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
