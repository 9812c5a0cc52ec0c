import {
  AnyMap,
  LEAST_UPPER_BOUND,
  originalPositionFor,
  type SourceMapInput,
  sourceContentFor,
  type TraceMap,
} from '@jridgewell/trace-mapping';
import { plainPath } from '../graph/script-path.js';
import type { SourcePlace } from '../graph/script-places.js';
import { declaredName } from './declared-name.js';

/** Base64 VLQ. The decoder does not check this itself. */
const MAPPINGS = /^[A-Za-z\d+/,;]*$/;

/** What the maps of an analysis may have in all: a map of so many segments takes some 4 s and 600 MB to decode. */
export interface MapRoom {
  /** Segments and lines of mappings. */
  segments: number;
}

export const MAX_SEGMENTS = 4_000_000;
/** Most sources of one map; each is resolved as a URL. */
const MAX_SOURCES = 100_000;
/** Most parts of a map that is made of several. */
const MAX_SECTIONS = 10_000;

/** The source map of one script. Its text is parsed on first use, because most maps are never used. */
export class SourceMap {
  #text: string | null;
  readonly #mapPath: string;
  readonly #room: MapRoom;
  #map: TraceMap | null = null;

  /**
   * @param text the JSON of the map
   * @param mapPath where it was found: sources are relative to it
   * @param room of all maps together; one that does not fit is as good as broken
   */
  constructor(text: string, mapPath: string, room: MapRoom = { segments: MAX_SEGMENTS }) {
    this.#text = text;
    this.#mapPath = mapPath;
    this.#room = room;
  }

  /**
   * The place in the original source, or null when the map is broken or does not contain it. If the map contains the text of the
   * source, the result has the name that is declared there.
   */
  translate(place: SourcePlace): SourcePlace | null {
    const map = this.#parsed();
    if (map === null) return null;
    try {
      const needle = { line: place.line, column: place.column - 1 };
      let found = originalPositionFor(map, needle);
      // A function may begin before the first segment of its line.
      if (found.source === null) found = originalPositionFor(map, { ...needle, bias: LEAST_UPPER_BOUND });
      if (found.source === null || isNameless(map, found.source)) return null;
      const { line } = found;
      const column = found.column + 1;
      const text = sourceContentFor(map, found.source);
      const declared = text === null ? null : declaredName(text, line, column);
      return { file: plainPath(found.source), line, column, function: declared ?? place.function };
    } catch {
      // A map may be broken in ways that only show when it is decoded.
      return null;
    }
  }

  #parsed(): TraceMap | null {
    if (this.#text === null) return this.#map;
    const text = this.#text;
    this.#text = null;
    try {
      // Some servers put a line before their JSON that prevents it from running as a script.
      const json: unknown = JSON.parse(text.replace(/^\)\]\}[^\n]*\n/, ''));
      if (isSourceMap(json) && this.#hasRoomFor(json)) this.#map = new AnyMap(json, urlOf(this.#mapPath));
    } catch {
      this.#map = null;
    }
    return this.#map;
  }

  /** Takes the room for a map. A few bytes can ask for billions of lines, and so for all memory. */
  #hasRoomFor(map: FlatMap | IndexMap): boolean {
    const parts = 'sections' in map ? map.sections.map((section) => section.map) : [map];
    const last = 'sections' in map ? Math.max(0, ...map.sections.map(({ offset }) => offset.line)) : 0;
    const segments = parts.reduce((sum, part) => sum + segmentsIn(part.mappings), last);
    const sources = parts.reduce((sum, part) => sum + part.sources.length, 0);
    if (segments > this.#room.segments || sources > MAX_SOURCES) return false;
    this.#room.segments -= segments;
    return true;
  }
}

/** A map of one script. */
interface FlatMap {
  readonly mappings: string;
  readonly sources: readonly unknown[];
}

/** A map that is made of those of parts of the script. */
interface IndexMap {
  readonly sections: readonly { readonly offset: { readonly line: number }; readonly map: FlatMap }[];
}

/** Segments and lines. O(length) */
function segmentsIn(mappings: string): number {
  let count = 1;
  for (let at = 0; at < mappings.length; at += 1) {
    const code = mappings.charCodeAt(at);
    if (code === COMMA || code === SEMICOLON) count += 1;
  }
  return count;
}

const COMMA = 44;
const SEMICOLON = 59;

/** Whether the map has a source without a name, which is resolved to the folder of the map. */
function isNameless(map: TraceMap, source: string): boolean {
  const name = map.sources[map.resolvedSources.indexOf(source)];
  return name === null || name === undefined || name === '';
}

/** Whether it is a map of version 3, the only one that there is since 2011, or one of such maps. */
function isSourceMap(json: unknown): json is SourceMapInput & object & (FlatMap | IndexMap) {
  if (!isObject(json) || (json.version !== undefined && Number(json.version) !== 3)) return false;
  if (!('sections' in json)) return isFlatMap(json);
  const { sections } = json;
  // A part is made of no others, so that one is not decoded once for each path to it.
  return (
    Array.isArray(sections) &&
    sections.length <= MAX_SECTIONS &&
    sections.every((section: unknown) => isObject(section) && isOffset(section.offset) && isFlatMap(section.map))
  );
}

function isFlatMap(json: unknown): boolean {
  return (
    isObject(json) && typeof json.mappings === 'string' && MAPPINGS.test(json.mappings) && Array.isArray(json.sources)
  );
}

function isOffset(offset: unknown): boolean {
  return isObject(offset) && Number.isSafeInteger(offset.line) && Number(offset.line) >= 0;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

/** Turns a path into a base for URLs; a drive letter would be taken for a protocol. */
function urlOf(path: string): string {
  const text = path.replaceAll('\\', '/');
  return /^[A-Za-z]:\//.test(text) ? `file:///${text}` : text;
}
