import type { InspectorSession } from './inspector-session.js';

/** A script that the target has loaded. */
export interface LoadedScript {
  readonly url: string;
  /** What its `sourceMappingURL` says, a whole map when it is inline; null without one. */
  readonly sourceMapUrl: string | null;
}

/**
 * The scripts of the target's program and its packages, by URL. V8's debugger lists them; it is enabled only for this
 * request, with all breakpoints off.
 */
export async function listScripts(session: InspectorSession): Promise<LoadedScript[]> {
  const scripts = new Map<string, LoadedScript>();
  const unlisten = session.listen(({ method, params }) => {
    if (method !== 'Debugger.scriptParsed') return;
    const { url, sourceMapURL } = params;
    if (typeof url !== 'string' || url === '' || url.startsWith('node:')) return;
    const sourceMapUrl = typeof sourceMapURL === 'string' && sourceMapURL !== '' ? sourceMapURL : null;
    scripts.set(url, { url, sourceMapUrl });
  });
  try {
    // All requests are sent at once: otherwise a `debugger` statement in between would stop the target.
    await Promise.all([
      session.send('Debugger.enable'),
      session.send('Debugger.setSkipAllPauses', { skip: true }),
      session.send('Debugger.disable'),
    ]);
  } finally {
    unlisten();
  }
  return [...scripts.values()].sort((a, b) => (a.url < b.url ? -1 : 1));
}
