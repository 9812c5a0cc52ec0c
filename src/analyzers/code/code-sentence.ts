import type { SourcePlace } from '../../graph/script-places.js';
import { fileName } from '../labels/scope-owners.js';
import type { MissedWay, PlaceCode } from './place-code.js';

/** Reasons that name the line that looks as if it removed: to list it before would say that it does. */
const BROKEN = new Set<MissedWay['why']>([
  'unset-field',
  'never-true',
  'other-key',
  'no-effect',
  'held-value',
  'uncalled',
]);

/** Lines named of one kind. */
const MOST_LINES = 2;

/** `cache.js:41`: enough to recognize a line; the report has the whole path. */
export function lineOf({ file, line }: SourcePlace): string {
  return `${fileName(file)}:${line}`;
}

/** What the text does to the place, and the line to fix; '' where that would tell nothing. */
export function codeSentence(code: PlaceCode): string {
  return code.what === 'checkout' ? checkoutSentence(code) : placeSentence(code, WORDS[code.what]);
}

/** Where it is taken, and the way on which it is not given back. */
function checkoutSentence({ name, state, added, missing }: PlaceCode): string {
  const lines = new Lines();
  // Each of the lines may be the one, so all are to be looked at.
  if (missing === null) return state === 'unknown' ? `\`${name}\` is called at ${lines.list(added)}.` : '';
  const [first, ...others] = added;
  const more = others.length === 0 ? '' : ` (${others.length} more ${others.length === 1 ? 'call' : 'calls'} like it)`;
  return `\`${name}\` is called at ${lines.one(first)}; ${wayText(missing, CHECKOUT, name, lines)}${more}.`;
}

function placeSentence({ name, state, added, removed, missing }: PlaceCode, words: PlaceWords): string {
  const lines = new Lines();
  const gets = `${words.isAdded(name)} at ${lines.list(added)}`;
  const loses = (): string => `${words.isRemoved} at ${lines.list(removed)}`;
  switch (state) {
    case 'never':
      return `${gets}; no line of the program ${words.removes}${neverText(missing, words, name, lines)}.`;
    case 'missed':
      if (missing === null) return '';
      if (removed.length === 0 || BROKEN.has(missing.why)) return `${gets}; ${wayText(missing, words, name, lines)}.`;
      return `${gets} and ${loses()}; ${wayText(missing, words, name, lines)}.`;
    default: {
      const known = removed.length === 0 ? gets : `${gets} and ${loses()}`;
      return missing === null ? `${known}.` : `${known}; ${wayText(missing, words, name, lines)}.`;
    }
  }
}

/** How a sentence speaks of what is left behind. */
interface LeftWords {
  /** What stays behind, with its verb. */
  readonly stays: string;
  readonly doesNot: string;
  readonly would: string;
}

interface PlaceWords extends LeftWords {
  /** What the function that ends it does. */
  readonly ends: string;
  readonly isAdded: (name: string) => string;
  readonly isRemoved: string;
  readonly removes: string;
}

const WORDS: Readonly<Record<Exclude<PlaceCode['what'], 'checkout'>, PlaceWords>> = {
  collection: {
    ends: 'runs when an entry ends',
    isAdded: (name) => `entries are added to \`${name}\``,
    isRemoved: 'removed',
    removes: 'removes any',
    stays: 'the entry stays',
    doesNot: 'does not remove the entry',
    would: 'would remove them',
  },
  reference: {
    ends: 'ends the object',
    isAdded: (name) => `\`${name}\` is set`,
    isRemoved: 'cleared',
    removes: 'clears it',
    stays: 'it stays set',
    doesNot: 'does not clear it',
    would: 'would clear it',
  },
  listener: {
    ends: 'ends what listens',
    isAdded: (name) => `the ${name} is added`,
    isRemoved: 'removed',
    removes: 'removes it',
    stays: 'it stays',
    doesNot: 'does not remove it',
    would: 'would remove it',
  },
  timer: {
    ends: 'ends what the timer is for',
    isAdded: (name) => `\`${name}\` is called`,
    isRemoved: 'cleared',
    removes: 'clears the timer',
    stays: 'the timer stays',
    doesNot: 'does not clear the timer',
    would: 'would clear the timer',
  },
};

const CHECKOUT: LeftWords = {
  stays: 'what it gives is not given back',
  doesNot: 'does not give it back',
  would: 'would give it back',
};

/** The function that ends it, or the line that only looks as if it removed. */
function neverText(missing: MissedWay | null, words: PlaceWords, name: string, lines: Lines): string {
  if (missing === null) return '';
  return missing.why === 'ending'
    ? `, although ${endText(missing, words, lines)}`
    : `: ${wayText(missing, words, name, lines)}`;
}

/** `` `close` at pool.js:12 runs when an entry ends `` */
function endText(way: MissedWay, { ends }: PlaceWords, lines: Lines): string {
  return `${functionText(way, 'the function')} at ${lines.one(way)} ${ends}`;
}

/** Ways whose detail is a count that stays raised on them. */
const COUNTED = new Set<MissedWay['why']>([
  'return',
  'throw',
  'reject',
  'yield',
  'break',
  'catch',
  'next-round',
  'end',
]);

function wayText(way: MissedWay, words: LeftWords, name: string, lines: Lines): string {
  const { stays, doesNot, would } =
    way.detail !== '' && COUNTED.has(way.why)
      ? { ...words, stays: `\`${way.detail}\` stays raised`, doesNot: `does not lower \`${way.detail}\`` }
      : words;
  const at = lines.one(way);
  switch (way.why) {
    case 'error-event':
      return `${stays} after an error, when the event at ${at} does not come`;
    case 'guard':
      return `${stays} on one side of the condition at ${at}${way.detail === '' ? '' : ` (\`${way.detail}\`)`}`;
    case 'return':
      return `the return at ${at} ${doesNot}`;
    case 'throw':
      return `the throw at ${at} ${doesNot}`;
    case 'reject':
      return `${stays} when the promise at ${at} rejects`;
    case 'yield':
      return `${stays} when the consumer stops at the yield at ${at}`;
    case 'break':
      return `the break at ${at} ${doesNot}`;
    case 'catch':
      return `the catch at ${at} ${doesNot}`;
    case 'next-round':
      return `the loop goes on at ${at} and ${doesNot}`;
    case 'end':
      return `the path that ends at ${at} ${doesNot}`;
    case 'unlink':
      return `${functionText(way, 'the line')} at ${at} takes the object out of its list and does not clear \`${name}\``;
    case 'ending':
      return `${functionText(way, 'the function that ends it')} at ${at} ${doesNot}`;
    case 'unset-field':
      return `the condition at ${at} reads \`${way.detail}\`, which no line sets, so ${stays}`;
    case 'never-true':
      return `the condition at ${at} is never true, so ${stays}`;
    case 'other-key':
      return `the line at ${at} uses another key than the line that adds, so ${stays}`;
    case 'no-effect':
      return `the line at ${at} takes out nothing, so ${stays}`;
    case 'held-value':
      return `what the line at ${at} registers refers to the object itself, so ${stays}`;
    case 'inside':
      return `the line at ${at} removes from what an entry holds, and ${stays}`;
    case 'other-place':
      return `the line at ${at} removes the entry from \`${way.detail}\` only`;
    case 'stopped':
      return `the line at ${at} clears the timer that ${would}`;
    case 'uncalled':
      return `${functionText(way, 'the function')} at ${at} ${would}, but no line calls it`;
  }
}

function functionText({ function: name }: MissedWay, nameless: string): string {
  return name === null ? nameless : `\`${name}\``;
}

/** Places by line, with the file where it is another than that of the place before. */
class Lines {
  #file = '';

  one(place: SourcePlace): string {
    const file = fileName(place.file);
    const text = file === this.#file ? `:${place.line}` : `${file}:${place.line}`;
    this.#file = file;
    return text;
  }

  list(places: readonly SourcePlace[]): string {
    const seen = new Set<string>();
    const texts: string[] = [];
    for (const place of places) {
      const key = `${place.file}:${place.line}`;
      if (seen.has(key)) continue;
      seen.add(key);
      if (seen.size <= MOST_LINES) texts.push(this.one(place));
    }
    return `${texts.join(' and ')}${seen.size > MOST_LINES ? ' and elsewhere' : ''}`;
  }
}
