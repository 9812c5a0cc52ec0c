import type { InspectorSession } from './inspector-session.js';

/** A script that the target has loaded. */
export interface LoadedScript {
  /** V8's number, by which the heap snapshot's locations name it. Valid for the life of the isolate. */
  readonly scriptId: number;
  /** Empty for code that was compiled from a string. */
  readonly url: string;
  /** The URL in its `sourceMappingURL` comment; null without one, and for an inline map. */
  readonly sourceMapUrl: string | null;
  /** Whether the text contains the map itself, in a `data:` URL. */
  readonly inlineMap: boolean;
  /** Length of the text, in UTF-16 code units. */
  readonly length: number;
  /** Whether its lines and columns are counted from the beginning of the text. Code run by `node:vm` may count otherwise. */
  readonly isPlaced: boolean;
}

/** Longest URL that is kept: a `data:` module has its whole text in its URL. */
const MAX_URL_LENGTH = 8192;

/**
 * The scripts of the target's program and its packages, by number. V8's debugger lists them; it is enabled only for this
 * request, with all breakpoints off.
 */
export async function listScripts(session: InspectorSession): Promise<LoadedScript[]> {
  const listing = listenForScripts(session);
  try {
    // All requests are sent at once: otherwise a `debugger` statement in between would stop the target.
    await Promise.all([...enableDebugger(session), session.send('Debugger.disable')]);
  } finally {
    listing.stop();
  }
  return listing.scripts().filter(({ url }) => url !== '');
}

/** Longest times to wait for the debugger to be enabled and disabled, in milliseconds. */
export interface DebuggerPatience {
  readonly enableMs: number;
  readonly disableMs: number;
}

/**
 * Runs `work` while V8's debugger is enabled, which it must be for texts to be read. It stops nowhere: breakpoints and
 * `debugger` statements are skipped.
 *
 * @param work gets the scripts of the program and its packages, with those compiled from a string
 */
export async function withScripts<Result>(
  session: InspectorSession,
  { enableMs, disableMs }: DebuggerPatience,
  work: (scripts: readonly LoadedScript[]) => Promise<Result>,
): Promise<Result> {
  const listing = listenForScripts(session);
  try {
    await Promise.all(enableDebugger(session, enableMs));
    listing.stop();
    return await work(listing.scripts());
  } finally {
    listing.stop();
    await session.send('Debugger.disable', {}, { timeoutMs: disableMs }).catch(() => undefined);
  }
}

/** Both are sent at once: otherwise a `debugger` statement in between would stop the target. */
function enableDebugger(session: InspectorSession, timeoutMs?: number): Promise<unknown>[] {
  const options = timeoutMs === undefined ? {} : { timeoutMs };
  return [
    session.send('Debugger.enable', {}, options),
    session.send('Debugger.setSkipAllPauses', { skip: true }, options),
  ];
}

function listenForScripts(session: InspectorSession) {
  const scripts = new Map<number, LoadedScript>();
  const stop = session.listen(({ method, params }) => {
    const script = method === 'Debugger.scriptParsed' ? scriptOf(params) : null;
    if (script !== null) scripts.set(script.scriptId, script);
  });
  return {
    stop,
    scripts: (): LoadedScript[] => [...scripts.values()].sort((a, b) => a.scriptId - b.scriptId),
  };
}

/** Null for scripts that are no text of the program: parts of Node.js, WebAssembly, empty texts. */
function scriptOf(params: Readonly<Record<string, unknown>>): LoadedScript | null {
  const { url, sourceMapURL, scriptLanguage, startLine, startColumn } = params;
  const scriptId = Number(params['scriptId']);
  const length = Number(params['length']);
  if (!Number.isSafeInteger(scriptId) || typeof url !== 'string' || url.length > MAX_URL_LENGTH) return null;
  if (url.startsWith('node:') || url.startsWith('wasm:') || scriptLanguage === 'WebAssembly' || length === 0)
    return null;
  const mapUrl = typeof sourceMapURL === 'string' && sourceMapURL !== '' ? sourceMapURL : null;
  const inlineMap = mapUrl?.startsWith('data:') === true;
  return {
    scriptId,
    url,
    sourceMapUrl: mapUrl === null || inlineMap || mapUrl.length > MAX_URL_LENGTH ? null : mapUrl,
    inlineMap,
    length,
    isPlaced: startLine === 0 && startColumn === 0,
  };
}
