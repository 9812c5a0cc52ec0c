import { createHash } from 'node:crypto';
import { dirname, join } from 'node:path';
import * as z from 'zod/mini';
import { plainPath } from '../graph/script-path.js';

/** Reads the files that `attach` wrote beside a snapshot. The command line passes the file system, a test passes a Map. */
export interface KeptFiles {
  /**
   * The contents of an ordinary file, which is no link: null when it is missing, something else, unreadable, or larger than
   * `maxBytes`.
   */
  readNow(path: string, maxBytes: number): string | null;
  /** The same for a part of such a file; null when it ends before. */
  readPart(path: string, offset: number, bytes: number): string | null;
  /** Whether there is a folder, which is no link. */
  isFolder(path: string): boolean;
}

/** A script of the process whose text was kept. */
export interface KeptScript {
  /** V8's number, as in the locations of every snapshot of the series. */
  readonly scriptId: number;
  /** Empty for code that was compiled from a string. */
  readonly url: string;
  /** Null without a source map, and for one that is inline. */
  readonly sourceMapUrl: string | null;
  /** Whether the text contains its source map. */
  readonly inlineMap: boolean;
  readonly bytes: number;
  /** SHA-256 of the text as UTF-8, in hexadecimal. */
  readonly hash: string;
  /** Where it begins in the file of all texts; absent where it is a file of its own. */
  readonly at?: number | null | undefined;
  /** Its source map, where that was in a file of its own. */
  readonly map?: KeptMap | null | undefined;
}

/** A source map that was kept with the text of its script. */
interface KeptMap {
  /** The file that it was read from, on the machine of the process. */
  readonly path: string;
  readonly hash: string;
  readonly bytes: number;
  readonly at: number;
}

/** Why a kept text cannot be used: there is no regular file of at most its length, or its contents have changed. */
export type KeptTextProblem = 'unreadable' | 'changed';

const MAX_SIDECAR_BYTES = 64 * 2 ** 20;
/** Longest text that is kept. */
const MAX_TEXT_BYTES = 32 * 2 ** 20;
const MAX_SCRIPTS = 5_000;

const fields = {
  scriptId: z.int().check(z.nonnegative()),
  url: z.string(),
  sourceMapUrl: z.nullable(z.string()),
};
/** It is also the name of a file in older series, so it must be nothing but a hash. */
const hash = z.string().check(z.regex(/^[\da-f]{64}$/));
const bytes = z.int().check(z.positive(), z.maximum(MAX_TEXT_BYTES));
const at = z.optional(z.nullable(z.int().check(z.nonnegative())));
const map = z.optional(z.nullable(z.object({ path: z.string(), hash, bytes, at: z.int().check(z.nonnegative()) })));
const keptSchema = z.object({ ...fields, inlineMap: z.boolean(), hash, bytes, at, map });
const leftOutSchema = z.object({ ...fields, inlineMap: z.boolean(), hash: z.null(), bytes: z.null() });
const sidecarSchema = z.object({
  texts: z.optional(z.nullable(z.string().check(z.regex(/^[\da-f]{64}\.texts$/)))),
  scripts: z.array(z.union([keptSchema, leftOutSchema])),
});

/**
 * The scripts of a captured process, whose texts lie beside its snapshots in the folder `scripts`: in one file, or, as older versions wrote
 * them, in one each, named by its hash.
 *
 * @example
 * const kept = readKeptScripts('series/3.heapsnapshot', files);
 * for (const script of kept?.scripts ?? []) console.log(script.url, kept?.readText(script)?.length);
 */
export class KeptScripts {
  /** By number, each number once. */
  readonly scripts: readonly KeptScript[];
  /** Number of scripts of the process whose texts were not kept. */
  readonly leftOut: number;
  readonly #folder: string;
  readonly #textsFile: string | null;
  readonly #files: KeptFiles;
  readonly #problems = new Map<string, KeptTextProblem>();
  #byPath: ReadonlyMap<string, KeptScript | null> | null = null;

  /** @param place the folder, and the file of all texts in it, if there is one */
  constructor(
    scripts: readonly KeptScript[],
    leftOut: number,
    place: { readonly folder: string; readonly file: string | null },
    files: KeptFiles,
  ) {
    this.scripts = scripts;
    this.leftOut = leftOut;
    this.#folder = place.folder;
    this.#textsFile = place.file;
    this.#files = files;
  }

  /** The text of a script as the process ran it; null when the file does not match. It is read on each call. */
  readText(script: KeptScript): string | null {
    const text = this.#files.isFolder(this.#folder) ? this.#read(script) : null;
    const problem = problemOf(text, script);
    if (problem === null) return text;
    this.#problems.set(script.hash, problem);
    return null;
  }

  /** The source map of the script of that URL or path, where it was kept; null where it was not, or when several scripts have the URL. */
  readMap(url: string): { readonly path: string; readonly text: string } | null {
    this.#byPath ??= byPath(this.scripts);
    const script = this.#byPath.get(plainPath(url));
    if (script?.map == null || !this.#files.isFolder(this.#folder)) return null;
    const text = this.#read(script.map);
    return text === null || problemOf(text, script.map) !== null ? null : { path: script.map.path, text };
  }

  #read({ at: offset, hash: name, bytes: length }: Pick<KeptScript, 'at' | 'hash' | 'bytes'>): string | null {
    return this.#textsFile === null || offset == null
      ? this.#files.readNow(join(this.#folder, name), length)
      : this.#files.readPart(join(this.#folder, this.#textsFile), offset, length);
  }

  /** Why {@link readText} gave no text for a script; null when it did, or was not asked. */
  problemOf({ hash: name }: KeptScript): KeptTextProblem | null {
    return this.#problems.get(name) ?? null;
  }
}

/** By the path of its URL; null where several have it. */
function byPath(scripts: readonly KeptScript[]): ReadonlyMap<string, KeptScript | null> {
  const found = new Map<string, KeptScript | null>();
  for (const script of scripts) {
    const path = plainPath(script.url);
    found.set(path, found.has(path) ? null : script);
  }
  return found;
}

function problemOf(text: string | null, { hash: expected }: Pick<KeptScript, 'hash'>): KeptTextProblem | null {
  if (text === null) return 'unreadable';
  return createHash('sha256').update(text).digest('hex') === expected ? null : 'changed';
}

/**
 * Reads `<snapshot>.json`. Null when it is missing, is of another origin, or describes no texts, as those that older
 * versions wrote.
 *
 * @param snapshotFile path of the snapshot; the texts are beside it
 */
export function readKeptScripts(snapshotFile: string, files: KeptFiles): KeptScripts | null {
  const json = parseJson(files.readNow(`${snapshotFile}.json`, MAX_SIDECAR_BYTES));
  const parsed = sidecarSchema.safeParse(json);
  if (!parsed.success) return null;
  const scripts = parsed.data.scripts.flatMap((script) => (script.hash === null ? [] : [script]));
  const numbers = new Set(parsed.data.scripts.map(({ scriptId }) => scriptId));
  // With two texts for one number it is unknown which one ran.
  const isOurs = numbers.size === parsed.data.scripts.length && scripts.length <= MAX_SCRIPTS;
  if (!isOurs || scripts.length === 0) return null;
  scripts.sort((a, b) => a.scriptId - b.scriptId);
  return new KeptScripts(
    scripts,
    parsed.data.scripts.length - scripts.length,
    { folder: join(dirname(snapshotFile), 'scripts'), file: parsed.data.texts ?? null },
    files,
  );
}

function parseJson(text: string | null): unknown {
  try {
    return text === null ? null : JSON.parse(text);
  } catch {
    return null;
  }
}
