import type { SpokenNames } from './spoken-names.js';
import { type StringFacts, Trait } from './string-facts.js';
import { Mark, Use } from './uses.js';

/** Decides which strings stay. */
export class Decisions {
  readonly #strings: StringFacts;
  readonly #uses: Uint16Array;
  readonly #spoken: SpokenNames;
  readonly #keepsNumbers: boolean;

  constructor(
    strings: StringFacts,
    uses: Uint16Array,
    spoken: SpokenNames,
    { numbers }: { readonly numbers: boolean },
  ) {
    this.#strings = strings;
    this.#uses = uses;
    this.#spoken = spoken;
    this.#keepsNumbers = !numbers;
  }

  isUsed(index: number): boolean {
    return this.#uses[index] !== 0;
  }

  /** Whether the string at an index stays in the table. */
  isKept(index: number): boolean {
    const use = this.#uses[index];
    return (use & Use.keptContent) !== 0 || this.#isKeptName(index, use) || this.#isKeptScript(index, use);
  }

  /** Whether a node whose name is contents keeps it. */
  isKeptContent(index: number, mark: number): boolean {
    if ((mark & Mark.number) !== 0) return this.#keepsNumbers;
    const traits = this.#strings.traits(index);
    const use = this.#uses[index];
    if ((traits & Trait.keptContent) !== 0 || this.#isKeptScript(index, use)) return true;
    if ((mark & Mark.scope) !== 0 && (traits & Trait.identifier) !== 0) return true;
    if ((mark & (Mark.code | Mark.scope)) === 0) return false;
    return (traits & Trait.mapFile) !== 0 || this.#isKeptName(index, use);
  }

  /** A script's name, also as the text of a string: files stay, as classes do. */
  #isKeptScript(index: number, use: number): boolean {
    if ((use & Use.script) !== 0) return true;
    const isPath = (this.#strings.traits(index) & Trait.path) !== 0;
    return isPath && this.#spoken.isScript(this.#strings.hash(index));
  }

  #isKeptName(index: number, use: number): boolean {
    if ((use & Use.name) !== 0) return true;
    if ((use & (Use.field | Use.key)) === 0) return false;
    const traits = this.#strings.traits(index);
    if ((use & Use.field) !== 0 && (traits & Trait.identifier) !== 0) return true;
    if ((traits & Trait.knownName) !== 0) return true;
    return (traits & Trait.phrase) !== 0 && this.#spoken.has(this.#strings.hash(index));
  }
}
