/**
 * Common terms for pools, by which roles are inferred when no profile knows a class. None is specific to a library.
 */

import { type EndWords, endInFlag, type FlagWords, readFlag } from './state-words.js';

export type Role = 'connection' | 'lease' | 'session' | 'pool' | 'waiter' | 'none';

/** By the last word of a class name: `ConnectionConfig` is a config, `PoolConnection` a connection. */
const ROLE_BY_LAST_WORD: ReadonlyMap<string, Role> = new Map([
  ...words(
    'connection',
    'conn connection connections connector client socket channel link peer transport websocket tunnel consumer producer subscriber cursor stream',
  ),
  ...words(
    'lease',
    'lease reservation reserved pooled resource checkout borrow loan rental slot entry item holder handle lock permit ticket',
  ),
  ...words('session', 'session transaction tx trx unit context scope worker job task'),
  ...words('pool', 'pool agent cluster dispatcher balancer'),
  ...words('waiter', 'waiter pending deferred acquire acquisition'),
]);

/** Words that are ambiguous by themselves: they count only beside a connection or a pool. */
const WEAK_WORDS = new Set(
  'slot entry item holder handle lock permit ticket unit context scope worker job task stream peer link cursor resource'.split(
    ' ',
  ),
);

/** Class name endings without meaning for the role. */
const EMPTY_WORDS = new Set('impl base wrapper object class node internal proxy facade instance'.split(' '));

/** Words in a pool's field name, with the role of the book that the field holds. */
const LEDGER_WORDS: ReadonlyMap<string, 'idle' | 'leased' | 'all' | 'pending'> = new Map([
  ...words('idle' as const, 'idle free available ready unused standby spare parked stack'),
  ...words('leased' as const, 'used leased borrowed busy active reserved checked acquired inuse lent taken out'),
  ...words(
    'all' as const,
    'all clients connections members resources sockets sessions entries items conns channels book books ledger registry',
  ),
  ...words('pending' as const, 'pending waiting waiters queue acquires requests backlog waitlist'),
]);

/** First words of two-word entries: only after one of them can a second word complete an entry. */
const LEDGER_BEGINNINGS = new Set(
  [...LEDGER_WORDS.keys()].flatMap((word) => Array.from(word, (_, at) => word.slice(0, at + 1))),
);

/** Endings of fields that concern a book but are not one. */
const NO_LEDGER_WORDS = new Set(
  'timer timeout interval callback listener handler count size limit max min fn cb'.split(' '),
);

const RESERVATION_WORDS = new Set(
  'book books ledger ledgers reserve reserved reservation reservations lease leases leased leaser borrow borrowed borrower checkout acquire acquired used busy active inuse lock locks locked session sessions stateful tx transaction transactions holder holders pooled'.split(
    ' ',
  ),
);

const STATE_FIELDS = new Set(
  'readystate state status connectionstate connectivitystate currentstate lifecyclestate sessionstate socketstate channelstate phase'.split(
    ' ',
  ),
);
const REFCOUNT_FIELDS = new Set(
  'refs refcount refcnt references refcounter usecount usagecount holds holdcount leasecount pins pincount retaincount users'.split(
    ' ',
  ),
);
const LINK_FIELDS = new Set('next prev previous tail head link below above older newer nxt'.split(' '));
const SOCKET_FIELDS = new Set('socket stream sock conn connection netsocket client transport rawsocket'.split(' '));

function words<T extends string>(value: T, list: string): [string, T][] {
  return list.split(' ').map((word) => [word, value]);
}

/**
 * Maximum number of cached results. Enough for the names of fields and classes in a program; the bound is for programs
 * that generate names.
 */
const MOST_REMEMBERED = 20_000;

/** Caches results by name: the objects of a heap share few names. */
function remembered<T>(ask: (name: string) => T): (name: string) => T {
  const answers = new Map<string, T>();
  return (name) => {
    const known = answers.get(name);
    if (known !== undefined) return known;
    if (answers.size >= MOST_REMEMBERED) answers.clear();
    const answer = ask(name);
    answers.set(name, answer);
    return answer;
  };
}

/** `_isHTTPClosed` → `is`, `http`, `closed`; `<symbol kHandle>` → `k`, `handle`; `#inUse` → `in`, `use`. */
export const splitWords: (name: string) => readonly string[] = remembered((name) =>
  name
    .replace(/^<symbol (.*)>$/, '$1')
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z]+/)
    .filter((word) => word !== ''),
);

/** A name read as that of a flag. */
export const flagWords: (name: string) => FlagWords = remembered((name) => readFlag(splitWords(name)));

/** A normalized flag name: words joined, without `is`, `has`, `was`, the `k` of Node's symbols and other words for a time. */
export const flagName: (name: string) => string = (name) => flagWords(name).flag;

/** @returns the role and whether the word is ambiguous by itself */
export function roleOfClassName(name: string): { role: Role; weak: boolean } {
  const list = [...splitWords(name)];
  while (list.length > 1 && EMPTY_WORDS.has(list[list.length - 1])) list.pop();
  const last = list[list.length - 1] ?? '';
  const role = ROLE_BY_LAST_WORD.get(last) ?? 'none';
  return { role, weak: WEAK_WORDS.has(last) && list.length === 1 };
}

const INNER_LAYER_WORDS = new Set(['stream', 'transport']);

/** Whether a class name means a layer below a connection, such as a socket or stream, rather than a connection. */
export function isInnerLayer(name: string): boolean {
  return INNER_LAYER_WORDS.has(splitWords(name).at(-1) ?? '');
}

const GENERATED_CLASS = /^_*class(?:_*\d+)?_*$/i;
const MINIFIED = /^[\p{L}\d_$]{1,2}$/u;
/** Superclasses that are too common to describe a class. */
const EXTENDED_BY_ALL = new Set(['Object', 'EventEmitter', 'EventTarget']);

/** Whether a class has a generated name: `Class`, `_class2`. */
export function isGeneratedName(name: string): boolean {
  return GENERATED_CLASS.test(name);
}

/** Whether a class name says nothing about the class: it is generated, or as short as minifiers make names. */
export function saysNothing(name: string): boolean {
  return GENERATED_CLASS.test(name) || MINIFIED.test(name);
}

/** Whether a superclass of this name describes a class. */
export function isTellingParent(name: string): boolean {
  return name !== '' && !EXTENDED_BY_ALL.has(name);
}

export function ledgerRoleOfField(name: string): 'idle' | 'leased' | 'all' | 'pending' | 'unknown' {
  const list = splitWords(name);
  // The first word with a role decides: `freeConnections` is idle. `removeIdleTimer` is not a book.
  if (NO_LEDGER_WORDS.has(list[list.length - 1] ?? '')) return 'unknown';
  for (let index = 0; index < list.length; index += 1) {
    const word = list[index];
    // `inUse` and `waitList` are two words with one meaning.
    const both = LEDGER_BEGINNINGS.has(word) ? LEDGER_WORDS.get(word + (list[index + 1] ?? '')) : undefined;
    const role = both ?? LEDGER_WORDS.get(word);
    if (role !== undefined) return role;
  }
  return 'unknown';
}

/** Words that many things without leases have in their names. They count in the name of a list, and not after a verb. */
const CONNECTION_WORDS = new Set('pool pools clients connections conns'.split(' '));
const LOOKING_AFTER = new Set(
  'check checks checked checking ping watch watched monitor monitored probe inspect poll log print dump count test validate health handle on'.split(
    ' ',
  ),
);

/** Whether a name has a word for reservations, leases, checkouts or a pool's books: `usedConnections`, not `checkConnections`. */
export function speaksOfReservations(name: string): boolean {
  const list = splitWords(name);
  if (list.some((word) => RESERVATION_WORDS.has(word))) return true;
  return !LOOKING_AFTER.has(list[0] ?? '') && CONNECTION_WORDS.has(list.at(-1) ?? '');
}

/** Whether a class name has such a word. Words for pools and clients do not count, as their objects need not be leased. */
export function isReservationClass(name: string): boolean {
  return splitWords(name).some((word) => RESERVATION_WORDS.has(word));
}

export type FlagMeaning = 'connecting' | EndWords | 'state' | 'handle' | 'socket' | 'refcount' | 'link' | 'none';

/** If a flag is in two lists, the last one applies. */
const MEANING_OF_FLAG: ReadonlyMap<string, FlagMeaning> = new Map(
  (
    [
      ['link', LINK_FIELDS],
      ['refcount', REFCOUNT_FIELDS],
      ['socket', SOCKET_FIELDS],
      ['connecting', ['connecting']],
      ['handle', ['handle']],
      ['state', STATE_FIELDS],
    ] as const
  ).flatMap(([meaning, flags]) => [...flags].map((flag) => [flag, meaning] as const)),
);

/** What a property name says about its object. */
export const meaningOfField: (name: string) => FlagMeaning = remembered((name) => {
  const flag = flagWords(name);
  return endInFlag(flag) ?? (flag.isPast ? undefined : MEANING_OF_FLAG.get(flag.flag)) ?? 'none';
});

/** Words for classes that are mere collections: a label names the holder of the collection instead. */
const COLLECTION_WORDS = new Set(
  'queue deque denque dequeue list linkedlist stack ring heap fifo lifo yallist collection bag array vector'.split(' '),
);

export const isCollectionClass: (name: string) => boolean = remembered((name) =>
  COLLECTION_WORDS.has(splitWords(name).at(-1) ?? ''),
);

/** Words for places that keep the most recent few of something, dead or not. */
const HISTORY_WORDS =
  'ring history recent metrics stats statistics histogram window windows sample samples log logs trace traces last audit archive'.split(
    ' ',
  );
/** Words for places that keep, or are meant to keep, a bounded number of things. */
const BOUNDED_WORDS = new Set([
  ...HISTORY_WORDS,
  ...'cache caches cached lru memo memoized memoize buffer buf ttl expiring bounded interned'.split(' '),
]);
const HISTORY = new Set(HISTORY_WORDS);

export function speaksOfBounds(name: string): boolean {
  return splitWords(name).some((word) => BOUNDED_WORDS.has(word));
}

/** Whether a name means a place that keeps a history. */
export function speaksOfHistory(name: string): boolean {
  return splitWords(name).some((word) => HISTORY.has(word));
}

/** Words for state that a connection keeps for its whole life, such as caches. */
const PERMANENT_STATE_WORDS = new Set(
  'cache caches cached caching lru memo memoized memoize ttl interned pooled statements stmts prepared preparedstatements types typemap parsers codecs encoders decoders serializers schemas metadata catalog buffer buffers buf'.split(
    ' ',
  ),
);

/** Whether a field or class name means state that a connection keeps for its whole life. */
export function speaksOfPermanentState(name: string): boolean {
  return splitWords(name).some((word) => PERMANENT_STATE_WORDS.has(word));
}

const LISTENER_WORDS = new Set(
  'events listeners listener handlers handler subscribers subscriptions observers callbacks hooks kevents'.split(' '),
);

/** Whether a field holds the listeners of an event emitter. */
export function speaksOfListeners(name: string): boolean {
  return splitWords(name).some((word) => LISTENER_WORDS.has(word));
}

const BUSY_WORDS =
  'activequery currentquery activecommand currentcommand activerequest currentrequest currentjob activejob inflight executing'.split(
    ' ',
  );

/** Whether a field holds the current work of a connection. */
export const speaksOfWork: (name: string) => boolean = remembered((name) => {
  const flag = splitWords(name).join('');
  return BUSY_WORDS.some((word) => flag.endsWith(word));
});

const RETRY_WORDS = new Set('reconnect reconnects reconnecting reconnection retry retrying'.split(' '));
/** Texts that say that a client is between two connections, in lower case. */
export const RETRY_STATES: ReadonlySet<string> = new Set('connecting reconnecting retrying'.split(' '));

/** Whether a field holds the next connection attempt, or says that there will be one. */
export const speaksOfRetry: (name: string) => boolean = remembered((name) =>
  splitWords(name).some((word) => RETRY_WORDS.has(word)),
);

/** Whether a set flag means that a connection attempt is under way. `reconnect` alone may be an option. */
export function saysRetrying(name: string): boolean {
  return splitWords(name).some((word) => RETRY_STATES.has(word) && RETRY_WORDS.has(word));
}

/** Whether a state text means that a client is between two connections. */
export function isRetryState(text: string): boolean {
  return RETRY_STATES.has(text.toLowerCase());
}

const LIMIT_WORDS = new Set('max maximum limit capacity cap bound quota threshold'.split(' '));
/** `compactAt`, `flushSize`: the number of entries at which they are compacted or flushed. */
const LIMITING_CALLS = /^(compact|flush|trim|prune|evict|rotate|truncate|spill)(at|size|count|after|every)$/;
/** Words for limits of something other than a number of entries. */
const OTHER_LIMIT_WORDS = new Set(
  'listeners retries retry attempts redirects payload header headers bytes length time timeout delay backoff depth frame frames lifetime age ms seconds heap memory concurrency rate mask'.split(
    ' ',
  ),
);
const EXPIRY_WORDS = new Set('expire expires expiry expiration ttl'.split(' '));

/** Whether a field name means a limit on the number of entries. */
export function speaksOfLimit(name: string): boolean {
  const list = splitWords(name);
  const isLimit = list.some((word) => LIMIT_WORDS.has(word)) || LIMITING_CALLS.test(list.join(''));
  return isLimit && !list.some((word) => OTHER_LIMIT_WORDS.has(word));
}

/** Whether a field name means the time at which something expires. */
export function speaksOfExpiry(name: string): boolean {
  const list = splitWords(name);
  return list.some((word) => EXPIRY_WORDS.has(word)) || list.join('').endsWith('maxage');
}

const LEASE_TIME =
  /^(leased|acquired|acquire|borrowed|borrow|checkedout|checkout|reserved|lent|leasestart|leasestarted|loaned)(at|on|since|time|timestamp|ms|date)?$/;
const TIME_ENDING = /(at|on|since|time|timestamp|ms|start|started)$/;

/** Whether a field holds the time of a checkout: `leasedAt`, `_checkedOutSince`, `acquire_time`. */
export const speaksOfLeaseTime: (name: string) => boolean = remembered((name) => {
  const flag = flagName(name).replace(/^last/, '');
  return TIME_ENDING.test(flag) && LEASE_TIME.test(flag);
});

/** Events in the past tense. Names of planned times (`startsAt`, `nextRunAt`, `expiresAt`) have other words. */
const PAST_EVENTS = new Set(
  'accessed acquired added began booted born borrowed cached captured checkedout closed completed connected created ended enqueued entered established failed fetched finished inserted issued joined leased loaded logged made modified mtime opened paid pinged polled queried queued read received recorded registered released requested reserved resolved seen sent served started stored submitted synced touched updated used visited written'.split(
    ' ',
  ),
);
const PLANNED_WORDS = new Set(
  'next until expire expires expiry expiration due deadline schedule scheduled planned valid'.split(' '),
);
const TIME_WORDS = new Set('at on time timestamp ts ms since date epoch millis'.split(' '));

/** Whether a field holds the time of something that has happened: `createdAt`, `lastUsed`, `sent_ms`, `timestamp`. */
export const speaksOfPastTime: (name: string) => boolean = remembered((name) => {
  const words = splitWords(name);
  if (words.some((word) => PLANNED_WORDS.has(word))) return false;
  if (words.length === 1) return words[0] === 'timestamp' || words[0] === 'mtime';
  const events = words.filter((word) => !TIME_WORDS.has(word));
  const isPast = events.some((word) => PAST_EVENTS.has(word)) || words[0] === 'last';
  return isPast && (events.length < words.length || words[0] === 'last');
});

const BEGINNINGS = new Set(
  'opened reopened connected reconnected started restarted established joined acquired'.split(' '),
);

/** Whether a field holds the time at which its object began, or began again: `connectedAt`, `reopened_at`. */
export const speaksOfBeginning: (name: string) => boolean = remembered(
  (name) => speaksOfPastTime(name) && splitWords(name).some((word) => BEGINNINGS.has(word)),
);
