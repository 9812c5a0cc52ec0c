import { enterOwnCollections, startFromField, startFromVariable } from './place-starts.js';
import type { ProgramText } from './program-text.js';
import { startFromProperty } from './property-start.js';
import type { ScriptSyntax } from './script-syntax.js';
import type { PlaceQuery, PlaceSites } from './site.js';
import { SiteSearch } from './site-search.js';
import { followValue } from './value-flow.js';

/** Text that the program makes and runs here may do anything to the place. */
const RUNS_TEXT = /(?<![\w$.])eval\s*\(/;

/**
 * Every expression of the program that adds to a place, removes from it or reads it: by the scope for variables, by the class for
 * `this.field` (subclasses and parents included), by the name for other receivers; followed through local aliases, destructuring, entries,
 * getters, and functions of the same script that are handed the collection. What it cannot follow is a site of action `unknown`.
 *
 * Flow-insensitive and without aliases through other objects; O(references), at most 20,000 steps.
 *
 * @returns null when the owner is not found in the text
 */
export function findSites(program: ProgramText, query: PlaceQuery): PlaceSites | null {
  const home = program.tree(query.script);
  if (home === null) return null;
  const search = new SiteSearch(program, query);
  search.isWhole = !RUNS_TEXT.test(home.text);
  if (!start(search, home)) return null;
  enterOwnCollections(search);
  for (let value = search.next(); value !== undefined; value = search.next()) followValue(search, value);
  return search.result();
}

function start(search: SiteSearch, home: ScriptSyntax): boolean {
  switch (search.query.kind) {
    case 'variable':
      return startFromVariable(search, home);
    case 'property':
      return startFromProperty(search, home);
    default:
      return startFromField(search, home);
  }
}
