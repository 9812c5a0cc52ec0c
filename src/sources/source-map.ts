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

/** The source map of one script. Its text is parsed on first use, because most maps are never used. */
export class SourceMap {
  #text: string | null;
  readonly #mapPath: string;
  #map: TraceMap | null = null;

  /**
   * @param text the JSON of the map
   * @param mapPath where it was found: sources are relative to it
   */
  constructor(text: string, mapPath: string) {
    this.#text = text;
    this.#mapPath = mapPath;
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
      if (isSourceMap(json)) this.#map = new AnyMap(json, urlOf(this.#mapPath));
    } catch {
      this.#map = null;
    }
    return this.#map;
  }
}

/** Whether the map has a source without a name, which is resolved to the folder of the map. */
function isNameless(map: TraceMap, source: string): boolean {
  const name = map.sources[map.resolvedSources.indexOf(source)];
  return name === null || name === undefined || name === '';
}

function isSourceMap(json: unknown): json is SourceMapInput & object {
  if (typeof json !== 'object' || json === null) return false;
  const isFlat =
    'mappings' in json &&
    typeof json.mappings === 'string' &&
    MAPPINGS.test(json.mappings) &&
    'sources' in json &&
    Array.isArray(json.sources);
  return isFlat || ('sections' in json && Array.isArray(json.sections));
}

/** Turns a path into a base for URLs; a drive letter would be taken for a protocol. */
function urlOf(path: string): string {
  const text = path.replaceAll('\\', '/');
  return /^[A-Za-z]:\//.test(text) ? `file:///${text}` : text;
}
