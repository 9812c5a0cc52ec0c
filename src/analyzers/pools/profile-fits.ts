import type { Report } from '../../findings/report-schema.js';
import type { HeapGraph } from '../../graph/heap-graph.js';
import type { Profile } from '../../profiles/profile-schema.js';
import { fitProfile } from './profile-fit.js';

/** Statements named in the note on a profile. */
const MOST_NAMED = 3;

/** Collects statements of users' profiles that match nothing in any snapshot of a series: probably typing errors, or another version. */
export class ProfileFits {
  /** By profile: for each place of a statement, why nothing matched so far; null once something did. */
  readonly #whyNot = new Map<Profile, Map<string, string | null>>();

  /** @param profiles built-in ones are left out, because a program uses few of their libraries */
  constructor(profiles: readonly Profile[]) {
    for (const profile of profiles) if (profile.library === undefined) this.#whyNot.set(profile, new Map());
  }

  /** O(profiles × (nodes + edges)); nothing without profiles of users. */
  add(graph: HeapGraph): void {
    for (const [profile, whyNot] of this.#whyNot)
      for (const { place, isMatched, text } of fitProfile(graph, profile).matches)
        whyNot.set(place, isMatched || whyNot.get(place) === null ? null : text);
  }

  notes(): Report['notes'] {
    return [...this.#whyNot].flatMap(([{ name }, whyNot]) => {
      const missed = [...whyNot].flatMap(([place, text]) => (text === null ? [] : [`\`${place}\`: ${text}`]));
      if (missed.length === 0) return [];
      const more = missed.length - MOST_NAMED;
      const named = missed.slice(0, MOST_NAMED).join('; ') + (more > 0 ? `; and ${more} more` : '');
      const text = `Of the ${whyNot.size} classes and fields that profile \`${name}\` names, ${missed.length} ${missed.length === 1 ? 'matches' : 'match'} nothing in these snapshots: ${named}. \`poolscope profiles check --against\` lists them with the nearest names.`;
      return [{ code: 'profile-unmatched', text }];
    });
  }
}
