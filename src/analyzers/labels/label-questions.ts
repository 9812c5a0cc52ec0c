import type { EdgeLabel } from './edge-label.js';
import type { LabelPart } from './label-parts.js';
import { ownerText } from './label-text.js';

/** Names under which Node.js keeps the store of an AsyncLocalStorage, and of what libraries build on it. */
const ASYNC_STORE = /kResourceStore|AsyncContextFrame|AsyncLocalStorage/;

/** The name of the owner; '' for a module, which has only a file. */
export function ownerNameOf({ owner }: EdgeLabel): string {
  return owner.kind === 'module' ? '' : ownerText(owner);
}

/** Names of fields, events and variables below the owner. */
export function partNamesOf({ parts }: EdgeLabel): string[] {
  return parts.flatMap((part) => part.name ?? []);
}

/** All names in the label that a programmer chose. The file that stands for an unnamed function is not one of them. */
export function namesOf(label: EdgeLabel): string[] {
  const { owner } = label;
  const called = owner.kind === 'timer' ? owner.callback : owner;
  return called?.kind === 'unnamed-function' ? partNamesOf(label) : allNamesOf(label);
}

/** The same as {@link namesOf} without names of functions, which say what a function does and not what the place is for. */
export function placeNamesOf(label: EdgeLabel): string[] {
  const { kind } = label.owner;
  return kind === 'function' || kind === 'timer' ? partNamesOf(label) : namesOf(label);
}

/** The same as {@link namesOf}, with the files of unnamed functions. */
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

/** Whether the label starts with a variable, so that its owner is the function that declares or can reach it. */
export function startsInVariable({ parts }: EdgeLabel): boolean {
  const kind = parts[0]?.kind;
  return kind === 'variable' || kind === 'block-variable' || kind === 'local-variable';
}

/** The name of the field, or null when the reference is no field. */
export function fieldOf({ parts }: EdgeLabel): string | null {
  const last = parts.at(-1);
  return last?.kind === 'field' ? last.name : null;
}

/** The parts after the variable of that name; none when the label has no such variable. */
export function partsBelowVariable({ parts }: EdgeLabel, variable: string): readonly LabelPart[] {
  const at = parts.findIndex(({ kind, name }) => kind === 'variable' && name === variable);
  return at === -1 ? [] : parts.slice(at + 1);
}

/** Whether the reference is a variable or parameter of a suspended function that no other function can reach. */
export function isLocalVariable({ parts }: EdgeLabel): boolean {
  return parts.some(({ kind }) => kind === 'local-variable');
}

/** The event, when the label names listeners of an EventTarget; else null. */
export function targetEventOf({ parts }: EdgeLabel): string | null {
  return parts.find(({ kind }) => kind === 'listener')?.name ?? null;
}

/** Whether the reference is a value that a FinalizationRegistry holds until some object is collected. */
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

/** Whether the label contains the store of an AsyncLocalStorage. */
export function holdsAsyncStore(label: EdgeLabel): boolean {
  return ASYNC_STORE.test(ownerText(label.owner)) || partNamesOf(label).some((name) => ASYNC_STORE.test(name));
}
