/** Calls that put something into a collection. */
export const ADDING = new Set(['set', 'add', 'push', 'unshift']);
/** Calls that take something out. */
export const REMOVING = new Set(['delete', 'clear', 'pop', 'shift']);
/** Calls that give an entry. */
export const GIVING_ENTRY = new Set(['get', 'at', 'find', 'findLast', 'pop', 'shift']);
/** Calls that give the entries as another collection. */
export const GIVING_ALL = new Set([
  'values',
  'entries',
  'slice',
  'concat',
  'filter',
  'toSorted',
  'toReversed',
  'reverse',
  'sort',
]);
/** Calls that hand each entry to a function. */
export const EACH = new Set([
  'forEach',
  'map',
  'filter',
  'some',
  'every',
  'find',
  'findIndex',
  'findLast',
  'flatMap',
  'reduce',
]);
/** Functions that read what they are given and keep nothing. */
export const READERS =
  /^(?:Object\.(?:keys|values|entries|freeze)|Array\.from|Array\.isArray|JSON\.stringify|console\.\w+|structuredClone|Promise\.(?:all|allSettled|any|race)|String|Boolean|Number|Math\.\w+)$/;
/** Constructors that copy what they are given. */
export const COPIES = /^(?:Map|Set|Array|WeakMap|WeakSet)$/;
/** Calls that change nothing in a collection. */
export const READING = new Set([
  ...[
    'get',
    'has',
    'at',
    'keys',
    'values',
    'entries',
    'slice',
    'concat',
    'includes',
    'indexOf',
    'join',
    'forEach',
    'map',
  ],
  ...['filter', 'some', 'every', 'find', 'findIndex', 'findLast', 'flatMap', 'reduce', 'split', 'toString'],
]);
/** Calls that add a listener. */
export const LISTEN = new Set([
  'on',
  'once',
  'addListener',
  'prependListener',
  'prependOnceListener',
  'addEventListener',
]);
/** Calls that take one away. */
export const UNLISTEN = new Set(['off', 'removeListener', 'removeEventListener', 'removeAllListeners']);
