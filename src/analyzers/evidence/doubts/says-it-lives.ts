import type { ClusterCase } from '../../cases/cluster-case.js';
import { MOSTLY, ROUNDS_FOR_PROOF } from '../../cases/thresholds.js';
import type { DeathReason } from '../../objects/deaths.js';
import { findLifeSign, type LifeSign } from '../../objects/life-signs.js';
import { doubt } from '../doubt.js';
import { codeOf } from '../finders/code-of-case.js';
import { GROWTH } from '../ground-groups.js';

/** How many suspects have their fields read, the youngest first. */
const MOST_ASKED = 12;

const code = 'says-it-lives';
const means =
  'Their fields say that they are in use. Code that forgot them did not reset the fields either, so this proves nothing, and fields that contradict one another prove even less.';

export const saysItLives = doubt({
  code,
  means,
  of: GROWTH,
  turn: 'facts',
  find: (c: ClusterCase) => {
    const sign = c.restsOnGrowth ? commonSign(c) : null;
    return sign !== null && (sign.life.kind === 'in-use' || c.isLent) ? sign : null;
  },
  bears: ({ life, death }, c) =>
    life.kind === 'in-use' && death === null && !isForgotten(life, c) ? 'note' : 'suspect',
  says: ({ life, death }) =>
    `Their fields say that they are in use: ${life.field}${death === null ? '' : `, though ${death.field} = ${death.value}`}.`,
});

/**
 * Dead objects one of whose fields says that they live. Programs forget to reset a field that was set at the start more often
 * than they set an end field too early, so this does not excuse them, unless the end has only begun.
 */
export const deadSayTheyLive = doubt({
  code,
  means,
  of: ['one-snapshot', 'many-dead', 'dead'],
  turn: 'facts',
  find: ({ facts, context: { view } }: ClusterCase) => {
    const asked = facts.leading.nodes.filter((node) => view.deaths.isDead(node)).slice(-MOST_ASKED);
    const found = asked.flatMap((node) => view.deaths.contradiction(node) ?? []);
    return found.length >= asked.length * MOSTLY ? (found[0] ?? null) : null;
  },
  bears: ({ death }) => (death.strength > 1 ? 'leak' : 'suspect'),
  says: ({ life, death }) =>
    `Their fields contradict one another: ${life.field}, but ${death.field} = ${death.value}${death.strength > life.strength ? ', which is the stronger field' : ''}.`,
});

/**
 * Whether the suspects are forgotten although their fields say that they are in use. A connection, a lease, a session or an
 * object with a named state is held by the code that uses it. (A flag such as `open` or `active` proves nothing: members and
 * accounts have it too, and their users are outside the program.) They are forgotten when one place collects them round after
 * round and each has no other holder, no open handle and no suspended function, unless a line of the program removes them.
 */
function isForgotten(life: LifeSign, c: ClusterCase): boolean {
  const { rounds, isHolderOld, isInCollection, set, facts, user, waiting } = c;
  const state = codeOf(c)?.state;
  return (
    (life.isState || c.isLent) &&
    state !== 'removed' &&
    state !== 'bounded' &&
    rounds >= ROUNDS_FOR_PROOF &&
    isHolderOld &&
    isInCollection &&
    set.labels.length === 1 &&
    facts.outsiders.every(({ id }) => id === set.labels[0].id) &&
    facts.openHandles === 0 &&
    user === null &&
    waiting === null &&
    c.cut.frees >= facts.leading.nodes.length
  );
}

/** The sign of the first suspect that shows one, when at least half of them do. */
function commonSign({
  facts,
  context: { view },
}: ClusterCase): { readonly life: LifeSign; readonly death: DeathReason | null } | null {
  const asked = facts.leading.nodes.slice(-MOST_ASKED);
  const signs = asked.flatMap((node) => {
    const life = findLifeSign(view.graph, node);
    return life === null ? [] : { life, death: view.deaths.contradiction(node)?.death ?? null };
  });
  return signs.length >= asked.length * MOSTLY ? (signs[0] ?? null) : null;
}
