/** A function as the owner of a label: by its name, or by where it was written when it has none. */
export type FunctionOwner =
  | { readonly kind: 'function'; readonly name: string }
  | { readonly kind: 'unnamed-function'; readonly place: { readonly file: string; readonly line: number } | null };

/** What a label starts from. Texts of a heap are names, never sentences: how an owner reads is the matter of `label-text`. */
export type LabelOwner =
  | FunctionOwner
  | { readonly kind: 'class' | 'root'; readonly name: string }
  /** A native handle of Node.js, without what all of their names have in common: `TCP`. */
  | { readonly kind: 'handle'; readonly name: string }
  /** The file without its folder; '' when it is not known. */
  | { readonly kind: 'module'; readonly file: string }
  | {
      readonly kind: 'timer';
      readonly call: 'setTimeout' | 'setInterval' | 'setImmediate';
      readonly callback: FunctionOwner | null;
    }
  | { readonly kind: 'global' };

/** Parts that a programmer or V8 named. `listener` is one to an event of an EventTarget, whatever Node.js keeps it in. */
type NamedPart = 'field' | 'event' | 'listener' | 'variable' | 'bound';

/**
 * Parts without a name. `index` is any element of an array, `entry` any entry of a Map, Set or dictionary; `block-variable` one
 * whose name is not in the heap; `local-variable` one of a suspended function, which V8 keeps no names of; `inner-value` what a
 * function of the engine sees; `held-value` what a FinalizationRegistry holds; `settled-promise` the value of a promise, which is
 * called as the promise is while what lies below it is called without it.
 */
type BarePart =
  | 'index'
  | 'entry'
  | 'block-variable'
  | 'local-variable'
  | 'inner-value'
  | 'held-value'
  | 'promise'
  | 'settled-promise'
  | 'promise-reaction';

/** One step of a label below its owner. */
export type LabelPart =
  | { readonly kind: NamedPart; readonly name: string }
  | { readonly kind: BarePart; readonly name?: never };

export function isSamePart(a: LabelPart, b: LabelPart): boolean {
  return a === b || (a.kind === b.kind && a.name === b.name);
}
