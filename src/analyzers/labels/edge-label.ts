export type LabelKind =
  | 'field'
  | 'array'
  | 'map'
  | 'set'
  | 'dictionary'
  | 'closure'
  | 'global'
  | 'handle'
  | 'promise'
  | 'timer'
  | 'engine'
  | 'root';

/**
 * What a reference is called when somebody is told to cut it. All edges of one label are cut together, so a
 * label names a place in the program, not in the heap: the nearest named owner and the fields below it,
 * with whatever the engine or a collection puts in between left out (`Pool.used[]` for
 * field → Array → element store → slot).
 */
export interface EdgeLabel {
  readonly text: string;
  readonly kind: LabelKind;
  /** Class, function or root that the label starts from; '' for a module, which has no name but that of its file. */
  readonly owner: string;
  /** How {@link text} starts: the owner, or what stands for one that nobody named, such as a module. */
  readonly start: string;
  /** A node that plays the owner, or -1. Labels are shared by many owners: this is one of them. */
  readonly ownerNode: number;
  readonly parts: readonly string[];
  /** Whether the owner is the callback of a running timer. */
  readonly isTimerOwned: boolean;
}

/** Fields in a label below its named owner: enough to recognise the place, few enough to read. */
const LABEL_PARTS = 5;
/** Last part of the label of what a FinalizationRegistry holds. */
export const HELD_VALUE = '(held value)';

/** Last part of the label of what a suspended function has in a variable or parameter that no other function sees: V8 keeps no name of it. */
export const LOCAL_VARIABLE = '→ (local variable)';

export function named(text: string, kind: LabelKind, ownerNode: number): EdgeLabel {
  return { text, kind, owner: text, start: text, ownerNode, parts: [], isTimerOwned: kind === 'timer' };
}

/**
 * One part more. A chain of unnamed links would give every link a label of its own, so a part that is already
 * there ends the label again, and nested collections count once.
 */
export function extend(owner: EdgeLabel, part: string, kind: LabelKind): EdgeLabel {
  const at = owner.parts.indexOf(part);
  if (at !== -1)
    return {
      ...owner,
      kind,
      parts: owner.parts.slice(0, at + 1),
      text: render(owner.start, owner.parts.slice(0, at + 1)),
    };
  const parts =
    owner.parts.length < LABEL_PARTS ? [...owner.parts, part] : [...owner.parts.slice(0, LABEL_PARTS - 1), part];
  return { ...owner, kind, parts, text: render(owner.start, parts) };
}

/** A label without its last part, if that is `part`. */
export function withoutLast(label: EdgeLabel, part: string): EdgeLabel {
  return label.parts[label.parts.length - 1] === part ? { ...label, parts: label.parts.slice(0, -1) } : label;
}

function render(start: string, parts: readonly string[]): string {
  let text = start;
  for (const part of parts) {
    if (part.startsWith('[') || part === '{}') text += part;
    else if (part.startsWith('→') || part.startsWith('(')) text += ` ${part}`;
    else text += `.${part}`;
  }
  return text;
}

/** What the callback of a running timer has in a variable, or as its `this`, is held by the timer. */
export function asTimer(label: EdgeLabel): EdgeLabel {
  const direct = label.parts.length === 1 && /^(→|\()/.test(label.parts[0]);
  return label.isTimerOwned && direct ? named(label.owner, 'timer', label.ownerNode) : label;
}
