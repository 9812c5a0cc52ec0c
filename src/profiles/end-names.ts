import { isDeadState } from './state-words.js';
import { splitWords } from './vocabulary.js';

/** Verbs of methods that end their object. */
const VERBS = new Set(
  'close end destroy dispose shutdown terminate disconnect quit teardown stop finish kill unmount'.split(' '),
);
/** Verbs of two words. */
const TWO_WORDS = new Set('shut down|tear down|clean up|log out|sign off|hang up|check out'.split('|'));
/** What may follow the verb. Whatever else follows is only a part of what the object has: `closeStatement`. */
const OBJECTS = new Set('async sync now all self it gracefully'.split(' '));

/** Events after which the emitter is of no further use. */
const EVENTS = new Set(
  'close closed end ended disconnect disconnected exit finish destroy destroyed abort aborted'.split(' '),
);

/** Whether a method of this name ends the object that it belongs to. */
export function isEndName(name: string): boolean {
  const [first = '', ...rest] = splitWords(name.replace(/^<symbol Symbol\.(?:async)?dispose>$/i, 'dispose'));
  const second = rest[0] ?? '';
  if (TWO_WORDS.has(`${first} ${second}`)) return rest.slice(1).every((word) => OBJECTS.has(word));
  return VERBS.has(first) && rest.every((word) => OBJECTS.has(word));
}

export function isEndEvent(event: string): boolean {
  return EVENTS.has(event.toLowerCase());
}

export function isEndState(text: string): boolean {
  return isDeadState(text);
}
