import { keptFilesOnDisk } from '../../../disk/kept-files.js';
import { watchSchema } from '../../../findings/watch-schema.js';
import { writeStreamedFile } from '../../output/streamed-file.js';
import type { CopiedScripts } from './kept-texts.js';

const MOST_BYTES = 64 * 2 ** 20;

/** Fields of a sidecar with one number. */
const NUMBERS = ['heapLimitBytes', 'round', 'pid', 'threadId', 'pauseMs'] as const;
/** Fields with a date, a version or the like: short, and of these characters only. */
const WORDS = ['capturedAt', 'nodeVersion', 'v8Version', 'platform', 'arch'] as const;
const WORD = /^[\w.:+-]{1,40}$/;

/** How a sidecar is copied. */
export interface SidecarOptions {
  /** The scripts whose texts were copied; null when none were to be. */
  readonly scripts: CopiedScripts | null;
  /** Whether names stay. Otherwise nothing is said of places, which names make up. */
  readonly isNamed: boolean;
  readonly nameOf: (text: string) => string;
}

/** Copies what is known to be harmless from `<snapshot>.json`; nothing when there is none. @throws ToolError */
export async function copySidecar(snapshot: string, output: string, options: SidecarOptions): Promise<void> {
  const json = parseJson(keptFilesOnDisk.readNow(`${snapshot}.json`, MOST_BYTES));
  if (typeof json !== 'object' || json === null) return;
  const text = `${JSON.stringify(scrubSidecar(json, options), null, 2)}\n`;
  const signal = new AbortController().signal;
  await writeStreamedFile(`${output}.json`, oneChunk(text), { modifiedAt: null, signal });
}

/** The part of a sidecar that may be handed on. */
export function scrubSidecar(sidecar: object, { scripts, isNamed, nameOf }: SidecarOptions): object {
  const known = new Map<string, unknown>(Object.entries(sidecar));
  const copy: Record<string, unknown> = {};
  for (const field of WORDS) {
    const value = known.get(field);
    if (typeof value === 'string' && WORD.test(value)) copy[field] = value;
  }
  for (const field of NUMBERS) if (typeof known.get(field) === 'number') copy[field] = known.get(field);
  for (const field of ['memoryBefore', 'memoryAfter']) {
    const numbers = Object.entries(known.get(field) ?? {}).filter(([, value]) => typeof value === 'number');
    if (numbers.length > 0) copy[field] = Object.fromEntries(numbers);
  }
  const script = known.get('script');
  if (typeof script === 'string') copy['script'] = nameOf(script);
  const watched = watchSchema.safeParse(known.get('watched'));
  // Texts of errors are contents.
  if (isNamed && watched.success)
    copy['watched'] = {
      ...watched.data,
      failure: watched.data.failure === null ? null : 'it failed',
      places: watched.data.places.map((place) => ({ ...place, failure: place.failure === null ? null : 'it failed' })),
    };
  if (scripts !== null) Object.assign(copy, { texts: scripts.file, scripts: scripts.scripts });
  return copy;
}

function parseJson(text: string | null): unknown {
  try {
    return text === null ? null : JSON.parse(text);
  } catch {
    return null;
  }
}

async function* oneChunk(text: string): AsyncGenerator<Uint8Array, void, undefined> {
  yield await Promise.resolve(Buffer.from(text));
}
