import type { EdgeLabel } from './edge-label.js';
import type { LabelPart } from './label-parts.js';
import { ownerText } from './label-text.js';

/** Names under which Node.js keeps the store of an AsyncLocalStorage, and of what libraries build on it. */
const ASYNC_STORE = /kResourceStore|AsyncContextFrame|AsyncLocalStorage/;

/** What the owner is called, '' for a module, which has no name but that of its file. */
export function ownerNameOf({ owner }: EdgeLabel): string {
  return owner.kind === 'module' ? '' : ownerText(owner);
}

/** Names of fields, events and variables below the owner. */
export function partNamesOf({ parts }: EdgeLabel): string[] {
  return parts.flatMap((part) => part.name ?? []);
}

/** The names that a programmer gave; a function without one is called by its file, which says nothing here. */
export function namesOf(label: EdgeLabel): string[] {
  const { owner } = label;
  const called = owner.kind === 'timer' ? owner.callback : owner;
  return called?.kind === 'unnamed-function' ? partNamesOf(label) : allNamesOf(label);
}

/** As {@link namesOf}, without what a function is called: that tells what it does, not what the place is for. */
export function placeNamesOf(label: EdgeLabel): string[] {
  const { kind } = label.owner;
  return kind === 'function' || kind === 'timer' ? partNamesOf(label) : namesOf(label);
}

/** As {@link namesOf}, and the file of a function without a name. */
export function allNamesOf(label: EdgeLabel): string[] {
  return [ownerNameOf(label), ...partNamesOf(label)];
}

/** Whether the reference is, or lies below, an entry of some collection. */
export function isInCollection({ parts }: EdgeLabel): boolean {
  return parts.some(({ kind }) => kind === 'index' || kind === 'entry');
}

/** Whether the reference is, or lies below, an entry of a Map, Set or dictionary. */
export function isInTable({ parts }: EdgeLabel): boolean {
  return parts.some(({ kind }) => kind === 'entry');
}

/** Whether the label starts from a variable, so that its owner only declares or sees it. */
export function startsInVariable({ parts }: EdgeLabel): boolean {
  const kind = parts[0]?.kind;
  return kind === 'variable' || kind === 'block-variable' || kind === 'local-variable';
}

/** The field that the reference is, or null when it is something else. */
export function fieldOf({ parts }: EdgeLabel): string | null {
  const last = parts.at(-1);
  return last?.kind === 'field' ? last.name : null;
}

/** The parts behind a variable of that name; none when the label has no such variable. */
export function partsBelowVariable({ parts }: EdgeLabel, variable: string): readonly LabelPart[] {
  const at = parts.findIndex(({ kind, name }) => kind === 'variable' && name === variable);
  return at === -1 ? [] : parts.slice(at + 1);
}

/** Whether a suspended function has it in a variable or parameter that no other function sees. */
export function isLocalVariable({ parts }: EdgeLabel): boolean {
  return parts.some(({ kind }) => kind === 'local-variable');
}

/** The event of an EventTarget whose listeners are the place, or null when it is another place. */
export function targetEventOf({ parts }: EdgeLabel): string | null {
  return parts.find(({ kind }) => kind === 'listener')?.name ?? null;
}

/** Whether a FinalizationRegistry holds it until some object is collected. */
export function isHeldValue({ parts }: EdgeLabel): boolean {
  return parts.some(({ kind }) => kind === 'held-value');
}

/** Whether the owner is a native handle, which lives until it is closed. */
export function isOfOpenHandle({ owner }: EdgeLabel): boolean {
  return owner.kind === 'handle';
}

/** Whether the owner is a running timer. */
export function isOfTimer({ owner }: EdgeLabel): boolean {
  return owner.kind === 'timer';
}

/** Whether the store of an AsyncLocalStorage is on the way. */
export function holdsAsyncStore(label: EdgeLabel): boolean {
  return ASYNC_STORE.test(ownerText(label.owner)) || partNamesOf(label).some((name) => ASYNC_STORE.test(name));
}
