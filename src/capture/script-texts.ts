import { createHash } from 'node:crypto';
import { join } from 'node:path';

import { ToolError } from '../errors.js';
import { OWN_CODE } from './evaluate.js';
import type { InspectorSession } from './inspector-session.js';
import { type LoadedScript, withScripts } from './script-list.js';
import { writeTexts } from './text-files.js';

/** Limits for the texts that are taken. */
export interface TextLimits {
  readonly scripts: number;
  /** Of all texts together, as UTF-8. */
  readonly totalBytes: number;
  readonly bytesEach: number;
  /** Scripts without a URL: code compiled from a string. A program may make thousands of them. */
  readonly unnamedScripts: number;
  readonly unnamedBytesEach: number;
  /** Time to ask for them, during which the target's debugger is enabled. */
  readonly readMs: number;
  /** Time to write them, after the debugger is disabled. */
  readonly writeMs: number;
}

export const TEXT_LIMITS: TextLimits = {
  scripts: 5_000,
  totalBytes: 64 * 2 ** 20,
  bytesEach: 32 * 2 ** 20,
  unnamedScripts: 500,
  unnamedBytesEach: 2 ** 18,
  readMs: 5_000,
  writeMs: 20_000,
};

/** Why the text of a script was not taken. */
export type LeftOut =
  /** It is longer than the limit for one text. */
  | 'too-long'
  /** The limit for all texts together was reached. */
  | 'too-many'
  /** Its positions do not start at its first line, so no place in it could be found. */
  | 'displaced'
  /** The time limit was reached. */
  | 'too-late'
  /** The target no longer had it. */
  | 'gone';

/** A text that was written. */
export interface KeptText {
  /** SHA-256 of the text as UTF-8, in hexadecimal. */
  readonly hash: string;
  readonly bytes: number;
  /** The file in `scripts` that has it, and where it begins there, in bytes. */
  readonly file: string;
  readonly at: number;
}

/** A source map that was written. */
export interface KeptMap extends KeptText {
  /** The file that it was read from. Its sources are named relative to that. */
  readonly path: string;
}

/**
 * Reads the source map of a script, from the file that its `sourceMappingURL` names; null when there is none, or when the script's file is
 * not the text that runs.
 */
export type FindMap = (
  script: LoadedScript,
  text: string,
  maxBytes: number,
) => { readonly path: string; readonly text: string } | null;

/** The texts of the target's scripts that were kept, and those that were not. */
export interface KeptTexts {
  /** The scripts that the target had. */
  readonly scripts: readonly LoadedScript[];
  /** By number of the script. */
  readonly texts: ReadonlyMap<number, KeptText>;
  /** Source maps in files of their own, by number of the script. */
  readonly maps: ReadonlyMap<number, KeptMap>;
  /** Total of the distinct texts and maps. */
  readonly bytes: number;
  readonly durationMs: number;
  /** Number of scripts by reason. */
  readonly leftOut: ReadonlyMap<LeftOut, number>;
  /** The error that ended it early, or null. Texts that were taken before are kept. */
  readonly failure: Error | null;
}

/** The folder beside the snapshots. */
const FOLDER = 'scripts';
/** Number of texts in one batch. The target can work between batches: each megabyte takes it some milliseconds. */
const BATCH_SCRIPTS = 32;
const BATCH_LENGTH = 2 ** 20;
const DISABLE_MS = 2_000;

/**
 * Takes the texts of the target's scripts and writes the distinct ones to one file in the folder `scripts` of `folder`. Never fails,
 * because the snapshots are complete without them.
 */
export async function keepScriptTexts(
  session: InspectorSession,
  folder: string,
  signal: AbortSignal,
  { findMap = () => null, limits = TEXT_LIMITS }: { readonly findMap?: FindMap; readonly limits?: TextLimits } = {},
): Promise<KeptTexts> {
  const startMs = performance.now();
  const { readMs, writeMs } = limits;
  const taken = new TakenTexts(session, limits, startMs + readMs, signal);
  let failure = await withScripts(session, { enableMs: readMs, disableMs: DISABLE_MS }, (scripts) =>
    taken.take(scripts),
  ).then(() => null, asError);
  if (failure === null) taken.takeMaps(findMap);
  // The texts are written after the debugger is disabled, so that the target does not wait for the disk.
  const written = await writeTexts(join(folder, FOLDER), taken.contents, performance.now() + writeMs, signal);
  failure ??= written.failure;
  const { scripts, leftOut } = taken;
  const texts = new Map<number, KeptText>();
  for (const [scriptId, { hash, bytes }] of taken.texts) {
    const at = written.offsets.get(hash);
    if (at !== undefined) texts.set(scriptId, { hash, bytes, file: written.file, at });
  }
  const maps = new Map<number, KeptMap>();
  for (const [scriptId, { hash, bytes, path }] of taken.maps) {
    const at = written.offsets.get(hash);
    if (at !== undefined) maps.set(scriptId, { path, hash, bytes, file: written.file, at });
  }
  if (failure === null) countLeftOut(leftOut, 'too-late', taken.texts.size - texts.size);
  return { scripts, texts, maps, leftOut, bytes: written.bytes, durationMs: performance.now() - startMs, failure };
}

/** The texts of a target, in memory. */
class TakenTexts {
  scripts: readonly LoadedScript[] = [];
  /** By number of the script. */
  readonly texts = new Map<number, Pick<KeptText, 'hash' | 'bytes'>>();
  readonly maps = new Map<number, Pick<KeptMap, 'hash' | 'bytes' | 'path'>>();
  /** By hash, the most useful first. */
  readonly contents = new Map<string, Buffer>();
  readonly leftOut = new Map<LeftOut, number>();
  readonly #session: InspectorSession;
  readonly #limits: TextLimits;
  readonly #deadlineMs: number;
  readonly #signal: AbortSignal;
  #totalBytes = 0;

  constructor(session: InspectorSession, limits: TextLimits, deadlineMs: number, signal: AbortSignal) {
    this.#session = session;
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

  /** Takes the maps that lie in files of their own, after the texts, which matter more where there is not room for all. */
  takeMaps(findMap: FindMap): void {
    for (const script of byUse(this.scripts)) {
      const kept = this.texts.get(script.scriptId);
      const text = kept === undefined ? undefined : this.contents.get(kept.hash);
      if (text === undefined || script.sourceMapUrl === null || performance.now() > this.#deadlineMs) continue;
      const found = findMap(script, text.toString(), this.#limits.bytesEach);
      const added = found === null ? null : this.#add(Buffer.from(found.text));
      if (found !== null && added !== null) this.maps.set(script.scriptId, { ...added, path: found.path });
    }
  }

  /** Scripts whose texts fit into the limits, the most useful first. */
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
      else if (answer !== undefined) this.#keep(script, answer.text);
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

  #keep({ scriptId, url }: LoadedScript, text: string): void {
    if (text === '' || (url === '' && text.startsWith(OWN_CODE))) return;
    const content = Buffer.from(text);
    if (content.length > this.#limits.bytesEach) return void this.#leaveOut('too-long');
    const added = this.#add(content);
    if (added === null) return void this.#leaveOut('too-many');
    this.texts.set(scriptId, added);
  }

  /** @returns null when there is no room for it */
  #add(content: Buffer): Pick<KeptText, 'hash' | 'bytes'> | null {
    const bytes = content.length;
    const hash = createHash('sha256').update(content).digest('hex');
    if (!this.contents.has(hash)) {
      if (this.#totalBytes + bytes > this.#limits.totalBytes) return null;
      this.#totalBytes += bytes;
      this.contents.set(hash, content);
    }
    return { hash, bytes };
  }

  #leaveOut(reason: LeftOut): false {
    countLeftOut(this.leftOut, reason, 1);
    return false;
  }
}

function countLeftOut(leftOut: Map<LeftOut, number>, reason: LeftOut, scripts: number): void {
  if (scripts > 0) leftOut.set(reason, (leftOut.get(reason) ?? 0) + scripts);
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

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
