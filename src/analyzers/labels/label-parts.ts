/** A function as the owner of a label: by its name, or by where it was written when it has none. */
export type FunctionOwner =
  | { readonly kind: 'function'; readonly name: string }
  | { readonly kind: 'unnamed-function'; readonly place: { readonly file: string; readonly line: number } | null };

/** What a label starts from. Strings here are names from the heap; `label-text` decides how an owner is written. */
export type LabelOwner =
  | FunctionOwner
  | { readonly kind: 'class' | 'root'; readonly name: string }
  /** A native handle of Node.js, without the prefix that all of their names have: `TCP`. */
  | { readonly kind: 'handle'; readonly name: string }
  /** The file without its folder; '' when it is not known. */
  | { readonly kind: 'module'; readonly file: string }
  | {
      readonly kind: 'timer';
      readonly call: 'setTimeout' | 'setInterval' | 'setImmediate';
      readonly callback: FunctionOwner | null;
    }
  | { readonly kind: 'global' };

/** Parts with a name. `listener` is a listener to an event of an EventTarget, whatever structure Node.js keeps it in. */
type NamedPart = 'field' | 'event' | 'listener' | 'variable' | 'bound';

/**
 * Parts without a name. `index`: any element of an array. `entry`: any entry of a Map, Set or dictionary. `block-variable`: a
 * variable of a block, whose name is not in the heap. `local-variable`: a variable of a suspended function, of which V8 keeps no
 * names. `inner-value`: a slot of a built-in function. `held-value`: a value that a FinalizationRegistry holds.
 * `settled-promise`: the value of a promise, which has the text of the promise; parts below it are written without it.
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
