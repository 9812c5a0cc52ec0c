/**
 * Words in names of fields that tell whether an object is alive. Some mean the present, as `open`; others a past event, as
 * `hasOpened`, which is true of a closed object as well.
 */

/** How much a field says about the present. 3: it cannot be undone, or names the state itself. 1: it may be outdated. */
export type Strength = 1 | 2 | 3;

/** Ends that cannot be undone: an object that was destroyed once stays destroyed. */
const FINAL = new Set('destroyed disposed terminated killed'.split(' '));
/** An end that has begun: such a flag may be set long before it is complete, or for one request only. */
const BEGUN = new Set('closing ending destroying'.split(' '));
/** Ends of work: the object may be idle, or be kept as a result. */
const DONE = new Set('finished released'.split(' '));
/** A new word for an end also goes into `DEAD_STATES`, `END_TIME` and `END_CALLED`, if it can be a state, have a time or be called. */
const OVER = new Set(
  'closed ended dead expired disconnected detached removed gone broken defunct invalidated shutdown'.split(' '),
);
const ENDED_WHEN_FALSE = new Set('open opened alive usable'.split(' '));
const PRESENT = new Set('open alive online active usable'.split(' '));
/** Such fields are often set once and never reset. */
const BEGINNINGS = new Set('opened connected'.split(' '));

const DEAD_STATES = new Set(
  'closed destroyed ended terminated disposed dead disconnected closing end destroy killed finished shutdown'.split(
    ' ',
  ),
);
/** Names that a state often has before its object has started. */
const STATES_BEFORE = new Set(['disconnected', 'closing', 'end', 'destroy']);
const PRESENT_STATES = new Set('open opened alive connected online active established authenticated ready'.split(' '));

/** Texts that name a state, in lower case. */
export const STATE_TEXTS: readonly string[] = [...DEAD_STATES, ...PRESENT_STATES];

const END_CALLED =
  /^((close|destroy|end|terminate|dispose|shutdown|disconnect|quit|kill)(was)?(called|requested|initiated|invoked)|called(close|destroy|end|terminate|dispose|shutdown|disconnect|quit|kill))$/;
const END_TIME =
  /^(closed|destroyed|ended|terminated|disposed|disconnected|killed|finished|released)(at|on|time|timestamp|ts|ms|date)$/;

/** First words without a meaning of their own, such as the `k` of Node's symbols. */
const EMPTY_FIRST = new Set(['is', 'k']);
const PAST_FIRST = new Set('has had have was were did ever once already previously initially last first'.split(' '));
const PAST_FURTHER = new Set('been ever once already previously'.split(' '));
const PAST_LAST = new Set('once ever before previously'.split(' '));

/** The name of a flag, without the words for its time. */
export interface FlagWords {
  /** Joined, in lower case. */
  readonly flag: string;
  /** Whether it means a past event: `hasOpened`, `everClosed`, `connectedOnce`. */
  readonly isPast: boolean;
}

export function readFlag(words: readonly string[]): FlagWords {
  let first = 0;
  let end = words.length;
  let isPast = false;
  while (first < end - 1) {
    const word = words[first];
    if (PAST_FIRST.has(word) || (isPast && PAST_FURTHER.has(word))) isPast = true;
    else if (!EMPTY_FIRST.has(word)) break;
    first += 1;
  }
  while (first < end - 1 && PAST_LAST.has(words[end - 1])) {
    isPast = true;
    end -= 1;
  }
  const kept = isPast ? words.slice(first, end).filter((word) => word !== 'been') : words.slice(first, end);
  return { flag: kept.join(''), isPast };
}

export type EndWords = 'dead-when-true' | 'dead-when-false' | 'dead-since';

/** What a flag says about the end of its object, or null. */
export function endInFlag({ flag, isPast }: FlagWords): EndWords | null {
  if (END_CALLED.test(flag)) return 'dead-when-true';
  if (isPast) return FINAL.has(flag) ? 'dead-when-true' : null;
  if (FINAL.has(flag) || BEGUN.has(flag) || DONE.has(flag) || OVER.has(flag)) return 'dead-when-true';
  if (ENDED_WHEN_FALSE.has(flag)) return 'dead-when-false';
  return END_TIME.test(flag) ? 'dead-since' : null;
}

/** How surely an object is dead when this flag is set. */
export function strengthOfEnd({ flag }: FlagWords): Strength {
  if (FINAL.has(flag)) return 3;
  return BEGUN.has(flag) || END_CALLED.test(flag) ? 1 : 2;
}

/** Whether a flag says that the work of its object is done, and not that the object ended. */
export function saysWorkDone({ flag }: FlagWords): boolean {
  return DONE.has(flag) || (END_TIME.test(flag) && [...DONE].some((word) => flag.startsWith(word)));
}

/** What a flag says about the life of its object: that it is in use, or, if the flag is not set, that it has not ended. */
export function lifeInFlag(
  { flag, isPast }: FlagWords,
  value: boolean,
): { readonly kind: 'in-use' | 'not-ended'; readonly strength: Strength } | null {
  if (isPast) return null;
  if (!value)
    return endInFlag({ flag, isPast }) === 'dead-when-true' && !DONE.has(flag)
      ? { kind: 'not-ended', strength: 1 }
      : null;
  if (PRESENT.has(flag)) return { kind: 'in-use', strength: 2 };
  return BEGINNINGS.has(flag) ? { kind: 'in-use', strength: 1 } : null;
}

export function isDeadState(text: string): boolean {
  return DEAD_STATES.has(text.toLowerCase());
}

/** Whether a number of this name means an end. `DISCONNECTED = 0` may also mean that the object has not started. */
export function isDeadNumber(words: readonly string[]): boolean {
  const name = words.join('');
  return DEAD_STATES.has(name) && !STATES_BEFORE.has(name);
}

export function isLivingState(text: string): boolean {
  return PRESENT_STATES.has(text.toLowerCase());
}
