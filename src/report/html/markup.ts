/** Markup that is safe to insert. Only {@link html} and {@link joined} make it, so no text of a heap gets in unescaped. */
export class Markup {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  toString(): string {
    return this.#text;
  }
}

/** What a template takes: text is escaped, `null` and `false` are nothing. */
export type Content = Markup | string | number | null | false | readonly Content[];

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** A template of markup in which every value is escaped, in text and in quoted attributes alike. */
export function html(strings: TemplateStringsArray, ...values: readonly Content[]): Markup {
  return new Markup(strings.map((part, index) => (index === 0 ? part : write(values[index - 1]) + part)).join(''));
}

/** Pieces one after the other. */
export function joined(parts: readonly Content[], between = ''): Markup {
  return new Markup(parts.map(write).join(between));
}

/** The text of this program itself, such as its style sheet. Never for what comes from a heap. */
export function own(text: string): Markup {
  return new Markup(text);
}

/** What may be wider than the screen, and is then scrolled by itself, with keys as well; nothing of nothing. */
export function scrollable(label: string, content: Markup | null): Markup | null {
  return content === null
    ? null
    : html`<div class="scroll" tabindex="0" role="group" aria-label="${label}">${content}</div>`;
}

function write(value: Content | undefined): string {
  if (value === null || value === undefined || value === false) return '';
  if (value instanceof Markup) return value.toString();
  if (typeof value === 'object') return value.map(write).join('');
  return String(value).replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '');
}

/**
 * A sentence in which pieces between backticks are set as code. A piece without an end stays as it is.
 *
 * @example sentence('Clear `Pooled.next`.')
 */
export function sentence(text: string): Markup {
  const parts = text.split('`');
  // A name may hold backticks itself; those between which is nothing mark nothing.
  if (parts.length % 2 === 0 || text.includes('``')) return html`${text}`;
  return joined(parts.map((part, index) => (index % 2 === 0 ? part : html`<code>${part}</code>`)));
}
