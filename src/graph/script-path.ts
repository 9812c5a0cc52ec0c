/**
 * The name of a script as people write it: a path where the heap has a `file://` URL, anything else as it is.
 * `file:///C:/app/x.js` becomes `C:/app/x.js`.
 */
export function plainPath(scriptName: string): string {
  const match = /^file:\/\/(?:localhost)?(\/.*)$/.exec(scriptName);
  if (match === null) return scriptName;
  const path = decode(match[1]);
  return /^\/[A-Za-z]:[\\/]/.test(path) ? path.slice(1) : path;
}

function decode(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    // A stray percent sign: the name was not a URL.
    return path;
  }
}
