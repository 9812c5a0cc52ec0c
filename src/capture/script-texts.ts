import { createHash } from 'node:crypto';
import { lstat, mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { ToolError } from '../errors.js';
import { OWN_CODE } from './evaluate.js';
import type { InspectorSession } from './inspector-session.js';
import { type LoadedScript, withScripts } from './script-list.js';

/** How much is taken at most. */
export interface TextLimits {
  readonly scripts: number;
  /** Of all texts together, as UTF-8. */
  readonly totalBytes: number;
  readonly bytesEach: number;
  /** Scripts without a URL: code compiled from a string. A program may make thousands of them. */
  readonly unnamedScripts: number;
  readonly unnamedBytesEach: number;
  readonly durationMs: number;
}

export const TEXT_LIMITS: TextLimits = {
  scripts: 5_000,
  totalBytes: 64 * 2 ** 20,
  bytesEach: 32 * 2 ** 20,
  unnamedScripts: 500,
  unnamedBytesEach: 2 ** 18,
  durationMs: 5_000,
};

/** Why the text of a script was not taken. */
export type LeftOut =
  /** Longer than a text may be. */
  | 'too-long'
  /** More scripts, or more bytes in all, than are taken. */
  | 'too-many'
  /** Its lines are not those of its text, so no place in it could be told. */
  | 'displaced'
  /** The time was over. */
  | 'too-late'
  /** The target no longer had it. */
  | 'gone';

/** A text that was written. */
export interface KeptText {
  /** SHA-256 of the file, in hexadecimal: its name. */
  readonly hash: string;
  readonly bytes: number;
}

/** What became of the texts of the target's scripts. */
export interface KeptTexts {
  /** The scripts that the target had. */
  readonly scripts: readonly LoadedScript[];
  /** By number of the script. */
  readonly texts: ReadonlyMap<number, KeptText>;
  /** Of the distinct texts. */
  readonly bytes: number;
  readonly durationMs: number;
  /** Number of scripts by reason. */
  readonly leftOut: ReadonlyMap<LeftOut, number>;
  /** What ended it early, or null. The texts before are kept. */
  readonly failure: Error | null;
}

/** The folder beside the snapshots. */
const FOLDER = 'scripts';
/** Asked for at once. In between, the target works: each megabyte takes it some milliseconds. */
const BATCH_SCRIPTS = 32;
const BATCH_LENGTH = 2 ** 20;
const DISABLE_MS = 2_000;

/**
 * Takes the texts of the target's scripts and writes each distinct one to `scripts/<SHA-256>` in `folder`. Never fails: the
 * snapshots are worth more.
 */
export async function keepScriptTexts(
  session: InspectorSession,
  folder: string,
  signal: AbortSignal,
  limits: TextLimits = TEXT_LIMITS,
): Promise<KeptTexts> {
  const startMs = performance.now();
  const store = new TextStore(join(folder, FOLDER));
  const taking = new Taking(session, store, limits, startMs + limits.durationMs, signal);
  let failure: Error | null = null;
  try {
    await withScripts(session, { enableMs: limits.durationMs, disableMs: DISABLE_MS }, (scripts) =>
      taking.take(scripts),
    );
  } catch (error) {
    failure = error instanceof Error ? error : new Error(String(error));
  }
  const { scripts, texts, leftOut } = taking;
  return { scripts, texts, leftOut, bytes: store.bytes, durationMs: performance.now() - startMs, failure };
}

class Taking {
  scripts: readonly LoadedScript[] = [];
  readonly texts = new Map<number, KeptText>();
  readonly leftOut = new Map<LeftOut, number>();
  readonly #session: InspectorSession;
  readonly #store: TextStore;
  readonly #limits: TextLimits;
  readonly #deadlineMs: number;
  readonly #signal: AbortSignal;

  constructor(
    session: InspectorSession,
    store: TextStore,
    limits: TextLimits,
    deadlineMs: number,
    signal: AbortSignal,
  ) {
    this.#session = session;
    this.#store = store;
    this.#limits = limits;
    this.#deadlineMs = deadlineMs;
    this.#signal = signal;
  }

  async take(scripts: readonly LoadedScript[]): Promise<void> {
    this.scripts = scripts;
    for (const batch of batchesOf(this.#choose(scripts))) {
      this.#signal.throwIfAborted();
      await this.#takeBatch(batch);
    }
  }

  /** What may be taken by its length alone, the most useful first. */
  #choose(scripts: readonly LoadedScript[]): LoadedScript[] {
    const { bytesEach, unnamedBytesEach, unnamedScripts, scripts: most } = this.#limits;
    let room = most;
    let unnamed = unnamedScripts;
    return byUse(scripts).filter(({ url, length, isPlaced }) => {
      if (!isPlaced) return this.#leaveOut('displaced');
      if (length > (url === '' ? unnamedBytesEach : bytesEach)) return this.#leaveOut('too-long');
      if (room === 0 || (url === '' && unnamed === 0)) return this.#leaveOut('too-many');
      room -= 1;
      if (url === '') unnamed -= 1;
      return true;
    });
  }

  async #takeBatch(batch: readonly LoadedScript[]): Promise<void> {
    const restMs = this.#deadlineMs - performance.now();
    const answers = await Promise.all(
      batch.map(async ({ scriptId }) => (restMs <= 0 ? 'too-late' : await this.#ask(scriptId, restMs))),
    );
    for (const [index, script] of batch.entries()) {
      const answer = answers[index];
      if (typeof answer === 'string') this.#leaveOut(answer);
      else if (answer !== undefined) await this.#keep(script, answer.text);
    }
  }

  async #ask(scriptId: number, timeoutMs: number): Promise<{ readonly text: string } | LeftOut> {
    try {
      const answer = await this.#session.send(
        'Debugger.getScriptSource',
        { scriptId: String(scriptId) },
        { timeoutMs },
      );
      const text = answer['scriptSource'];
      return typeof text === 'string' ? { text } : 'gone';
    } catch (error) {
      if (error instanceof ToolError && error.code === 'target-silent') return 'too-late';
      if (error instanceof ToolError && error.code === 'capture-failed') return 'gone';
      throw error;
    }
  }

  async #keep({ scriptId, url }: LoadedScript, text: string): Promise<void> {
    if (text === '' || (url === '' && text.startsWith(OWN_CODE))) return;
    const content = Buffer.from(text);
    if (content.length > this.#limits.bytesEach) return void this.#leaveOut('too-long');
    const kept = await this.#store.add(content, this.#limits.totalBytes);
    if (kept === null) this.#leaveOut('too-many');
    else this.texts.set(scriptId, kept);
  }

  #leaveOut(reason: LeftOut): false {
    this.leftOut.set(reason, (this.leftOut.get(reason) ?? 0) + 1);
    return false;
  }
}

/** The program's own files, then those of packages, then code without a file, then code without a URL. */
function byUse(scripts: readonly LoadedScript[]): LoadedScript[] {
  const rank = ({ url }: LoadedScript): number => {
    if (url === '') return 3;
    if (!/^(?:file:|[\\/]|[A-Za-z]:[\\/])/.test(url)) return 2;
    return /[\\/]node_modules[\\/]/.test(url) ? 1 : 0;
  };
  return [...scripts].sort((a, b) => rank(a) - rank(b) || a.scriptId - b.scriptId);
}

function* batchesOf(scripts: readonly LoadedScript[]): Generator<LoadedScript[]> {
  let batch: LoadedScript[] = [];
  let length = 0;
  for (const script of scripts) {
    if (batch.length === BATCH_SCRIPTS || (batch.length > 0 && length + script.length > BATCH_LENGTH)) {
      yield batch;
      batch = [];
      length = 0;
    }
    batch.push(script);
    length += script.length;
  }
  if (batch.length > 0) yield batch;
}

/** The folder of texts. It is made for the first one. */
class TextStore {
  bytes = 0;
  readonly #folder: string;
  readonly #written = new Set<string>();
  #isMade = false;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Writes a text that is not there yet; null when all would then have more than `maxTotalBytes`. */
  async add(content: Buffer, maxTotalBytes: number): Promise<KeptText | null> {
    const hash = createHash('sha256').update(content).digest('hex');
    const kept = { hash, bytes: content.length };
    if (this.#written.has(hash)) return kept;
    if (this.bytes + content.length > maxTotalBytes) return null;
    if (!this.#isMade) await this.#make();
    await this.#write(join(this.#folder, hash), content);
    this.#written.add(hash);
    this.bytes += content.length;
    return kept;
  }

  async #make(): Promise<void> {
    await mkdir(this.#folder, { mode: 0o700 }).catch((error: unknown) => {
      if (!isExisting(error)) throw error;
    });
    if (!(await lstat(this.#folder)).isDirectory()) throw new Error(`${this.#folder} is no folder`);
    this.#isMade = true;
  }

  /** Only the user may read it. What an earlier series left under this name may be incomplete, and is replaced. */
  async #write(path: string, content: Buffer): Promise<void> {
    const options = { flag: 'wx', mode: 0o600 };
    try {
      await writeFile(path, content, options).catch(async (error: unknown) => {
        if (!isExisting(error)) throw error;
        await rm(path);
        await writeFile(path, content, options);
      });
    } catch (error) {
      await rm(path, { force: true }).catch(() => undefined);
      throw error;
    }
  }
}

function isExisting(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EEXIST';
}
