import {
  type EncodedSourceMap,
  LEAST_UPPER_BOUND,
  originalPositionFor,
  sourceContentFor,
  TraceMap,
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

/** A map, or one section of it. Lines and columns count from 0. */
interface Part {
  /** Where it begins in the script. */
  readonly line: number;
  readonly column: number;
  readonly json: EncodedSourceMap;
  /** Decoded on first use. */
  map?: TraceMap | null;
}

/** The source map of one script. Its text is parsed on first use, because most maps are never used. */
export class SourceMap {
  #text: string | null;
  readonly #mapPath: string;
  readonly #room: MapRoom;
  #parts: readonly Part[] = [];

  /**
   * @param text the JSON of the map
   * @param mapPath where it was found: sources are relative to it
   * @param room of all maps together; what does not fit is as good as broken
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
    const parts = this.#parsed();
    const line = place.line - 1;
    const column = place.column - 1;
    const after = countUpTo(parts, line, column);
    const [own, next] = [parts[after - 1], parts[after]];
    const found = own === undefined ? null : this.#translateIn(own, line, column, place);
    // A function may begin before the first segment of its line.
    return found ?? (next?.line === line ? this.#translateIn(next, line, next.column, place) : null);
  }

  /** Sections are decoded one by one: all in one list of lines would take memory for each line before the last section. */
  #translateIn(part: Part, line: number, column: number, place: SourcePlace): SourcePlace | null {
    try {
      if (part.map === undefined) part.map = this.#decode(part.json);
      const { map } = part;
      if (map === null) return null;
      const needle = { line: line - part.line + 1, column: line === part.line ? column - part.column : column };
      let found = originalPositionFor(map, needle);
      if (found.source === null) found = originalPositionFor(map, { ...needle, bias: LEAST_UPPER_BOUND });
      if (found.source === null || isNameless(map, found.source)) return null;
      const text = sourceContentFor(map, found.source);
      const declared = text === null ? null : declaredName(text, found.line, found.column + 1);
      const file = plainPath(found.source);
      return { file, line: found.line, column: found.column + 1, function: declared ?? place.function };
    } catch {
      // A map may be broken in ways that only show when it is decoded.
      return null;
    }
  }

  /** A few bytes can ask for millions of segments, and so for all memory. */
  #decode(json: EncodedSourceMap): TraceMap | null {
    const segments = segmentsIn(json.mappings);
    if (segments > this.#room.segments || json.sources.length > MAX_SOURCES) return null;
    this.#room.segments -= segments;
    return new TraceMap(json, urlOf(this.#mapPath));
  }

  #parsed(): readonly Part[] {
    if (this.#text === null) return this.#parts;
    const text = this.#text;
    this.#text = null;
    try {
      // Some servers put a line before their JSON that prevents it from running as a script.
      this.#parts = partsOf(JSON.parse(text.replace(/^\)\]\}[^\n]*\n/, '')));
    } catch {
      this.#parts = [];
    }
    return this.#parts;
  }
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

/** Number of parts that begin at a place or before it, by binary search. */
function countUpTo(parts: readonly Part[], line: number, column: number): number {
  let low = 0;
  let high = parts.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const { line: ownLine, column: ownColumn } = parts[middle];
    if (ownLine < line || (ownLine === line && ownColumn <= column)) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Whether the map has a source without a name, which is resolved to the folder of the map. */
function isNameless(map: TraceMap, source: string): boolean {
  const name = map.sources[map.resolvedSources.indexOf(source)];
  return name === null || name === undefined || name === '';
}

/** The sections of a map in order, or the map as the only one. Sections that are none are left out. */
function partsOf(json: unknown): Part[] {
  if (isFlat(json)) return [{ line: 0, column: 0, json }];
  if (typeof json !== 'object' || json === null || !('sections' in json) || !Array.isArray(json.sections)) return [];
  if (json.sections.length > MAX_SECTIONS) return [];
  return json.sections.flatMap(partOf).sort((a, b) => a.line - b.line || a.column - b.column);
}

function partOf(section: unknown): Part | [] {
  if (typeof section !== 'object' || section === null || !('offset' in section) || !('map' in section)) return [];
  const { offset, map } = section;
  if (typeof offset !== 'object' || offset === null || !('line' in offset) || !('column' in offset)) return [];
  const { line, column } = offset;
  return typeof line === 'number' && typeof column === 'number' && isFlat(map) ? { line, column, json: map } : [];
}

/** Whether it is a map of version 3, the only one that there is since 2011. */
function isFlat(json: unknown): json is EncodedSourceMap {
  return (
    typeof json === 'object' &&
    json !== null &&
    (!('version' in json) || Number(json.version) === 3) &&
    'mappings' in json &&
    typeof json.mappings === 'string' &&
    MAPPINGS.test(json.mappings) &&
    'sources' in json &&
    Array.isArray(json.sources)
  );
}

/** Turns a path into a base for URLs; a drive letter would be taken for a protocol. */
function urlOf(path: string): string {
  const text = path.replaceAll('\\', '/');
  return /^[A-Za-z]:\//.test(text) ? `file:///${text}` : text;
}
