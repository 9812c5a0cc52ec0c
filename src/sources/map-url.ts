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

/** The file of a map that `url` names, beside the script `scriptPath`; a map on a server is looked for beside it, too. */
export function mapPath(url: string, scriptPath: string): string {
  const clean = decodePercent(url.replace(/[?#].*$/s, ''));
  const folder = scriptPath.replace(/[^\\/]*$/, '');
  if (/^[A-Za-z][A-Za-z\d+.-]+:/.test(clean) || /^[\\/]{2}/.test(clean)) return folder + clean.replace(/^.*[\\/]/s, '');
  return /^(?:[\\/]|[A-Za-z]:)/.test(clean) ? clean : folder + clean;
}

function decodePercent(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
