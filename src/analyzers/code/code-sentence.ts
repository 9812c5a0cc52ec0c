import type { SourcePlace } from '../../graph/sources.js';
import { fileName } from '../labels/scope-labels.js';
import type { MissedWay, PlaceCode } from './place-code.js';

/** Lines named of one kind. */
const MOST_LINES = 2;

/** `cache.js:41`: enough to recognize a line; the report has the whole path. */
export function lineOf({ file, line }: SourcePlace): string {
  return `${fileName(file)}:${line}`;
}

/** What the text does to the place, and the line to mend; '' where that would tell nothing. */
export function codeSentence(code: PlaceCode): string {
  return code.what === 'checkout' ? checkoutSentence(code) : placeSentence(code);
}

/** Where it is taken, and the way on which it is not given back. */
function checkoutSentence({ name, added, missing }: PlaceCode): string {
  if (missing === null) return '';
  const lines = new Lines();
  const [first, ...others] = added;
  const more = others.length === 0 ? '' : ` (${others.length} more like it)`;
  return `\`${name}\` takes one at ${lines.one(first)}; ${wayText(missing, lines)}${more}.`;
}

/** How each kind of place gets something, loses it, and never does. */
const VERBS: Readonly<Record<Exclude<PlaceCode['what'], 'checkout'>, { gets: string; loses: string; never: string }>> =
  {
    collection: {
      gets: 'is added to at',
      loses: 'removed from at',
      never: 'no line of the program takes anything out',
    },
    reference: { gets: 'is set at', loses: 'cleared at', never: 'no line of the program clears it' },
    listener: { gets: 'is added at', loses: 'removed at', never: 'no line of the program removes it' },
    timer: { gets: 'is called at', loses: 'cleared at', never: 'no line of the program clears it' },
  };

function placeSentence({ name, what, state, added, removed, missing }: PlaceCode): string {
  if (what === 'checkout') return '';
  const lines = new Lines();
  const { gets: verb, loses: lost, never } = VERBS[what];
  const subject = what === 'listener' ? `the ${name}` : `\`${name}\``;
  const gets = `${subject} ${verb} ${lines.list(added)}`;
  const loses = (): string => `${lost} ${lines.list(removed)}`;
  switch (state) {
    case 'never':
      return `${gets}; ${never}.`;
    case 'missed':
      if (missing === null) return '';
      if (removed.length === 0 || missing.why === 'unset-field' || missing.why === 'uncalled')
        return `${gets}; ${wayText(missing, lines)}.`;
      return `${gets} and ${loses()}; ${wayText(missing, lines)}.`;
    default:
      return removed.length === 0 ? `${gets}.` : `${gets} and ${loses()}.`;
  }
}

function wayText(way: MissedWay, lines: Lines): string {
  const at = lines.one(way);
  switch (way.why) {
    case 'error-event':
      return `the event at ${at} does not come when it fails, and then it stays`;
    case 'guard':
      return `where the condition at ${at}${way.detail === '' ? '' : ` (\`${way.detail}\`)`} does not hold, it stays`;
    case 'return':
      return `the return at ${at} leaves it`;
    case 'throw':
      return `the throw at ${at} leaves it`;
    case 'reject':
      return `when what is awaited at ${at} fails, it stays`;
    case 'break':
      return `the break at ${at} leaves it`;
    case 'catch':
      return `the catch at ${at} leaves it`;
    case 'next-round':
      return `the loop goes on at ${at} and leaves it`;
    case 'end':
      return `the way that ends at ${at} leaves it`;
    case 'unlink':
      return `${way.function === null ? 'the line' : `\`${way.function}\``} at ${at} takes the object out of its list and does not clear it`;
    case 'unset-field':
      return `the line at ${at} that should remove asks for \`${way.detail}\`, which no line sets`;
    case 'uncalled':
      return `${at} would remove, but no line calls it`;
  }
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
