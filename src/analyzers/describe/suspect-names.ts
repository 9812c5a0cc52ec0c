import { type ClusterFacts, isMostlyDead } from '../cases/cluster-facts.js';
import { withArticle } from '../labels/with-article.js';

/** One suspect, as a profile or the program calls it: `a connection`, `an Agent`, `a closure onClose`. */
export function oneSuspect(facts: ClusterFacts): string {
  return withArticle(facts.words?.resource ?? displayName(facts));
}

/** All suspects: `dead connections`, `Agent`. Names of classes have no plural. */
export function allSuspects(facts: ClusterFacts): string {
  const { resource, resources } = facts.words ?? {};
  const name = resource === undefined ? displayName(facts) : (resources ?? `${resource}s`);
  return isMostlyDead(facts) ? `dead ${name}` : name;
}

function displayName(facts: ClusterFacts): string {
  const { group } = facts.leading;
  switch (group.kind) {
    case 'function':
      return group.name === '' ? 'closure' : `closure ${group.name}`;
    case 'scope':
      return 'scope';
    case 'record':
      return 'plain Object';
    case 'class':
      return facts.shownName ?? group.name;
    case 'value':
      return group.name;
  }
}
