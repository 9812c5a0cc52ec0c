import { isSamePart, type LabelOwner, type LabelPart } from './label-parts.js';
import { labelText } from './label-text.js';

/** What a reference is, as far as it matters for what to do about it. */
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
  | 'root';

/**
 * What a reference is called in the advice to cut it. All edges of one label are cut together, so a
 * label names a place in the program, not in the heap: the nearest named owner and the fields below it,
 * with whatever the engine or a collection puts in between left out (`Pool.used[]` for
 * field → Array → element store → slot).
 */
export interface EdgeLabel {
  /** For reports, and to tell labels apart. Nothing may be read out of it: {@link owner} and {@link parts} answer. */
  readonly text: string;
  readonly kind: LabelKind;
  readonly owner: LabelOwner;
  /** A node that plays the owner, or -1. Labels are shared by many owners: this is one of them. */
  readonly ownerNode: number;
  readonly parts: readonly LabelPart[];
}

/** Parts of a label below its owner: enough to recognize the place, few enough to read. */
const MOST_PARTS = 5;

const INDEX: LabelPart = { kind: 'index' };
const ENTRY: LabelPart = { kind: 'entry' };

/** The label of a reference that its owner names, alone or with some parts. */
export function startLabel(
  owner: LabelOwner,
  kind: LabelKind,
  ownerNode: number,
  parts: readonly LabelPart[] = [],
): EdgeLabel {
  return { text: labelText(owner, parts), kind, owner, ownerNode, parts };
}

/**
 * The label with one part more. A chain of unnamed links would give every link a label of its own, so a part that is already
 * there ends the label again, and nested collections count once.
 */
export function extendLabel(
  { owner, ownerNode, parts: known }: EdgeLabel,
  part: LabelPart,
  kind: LabelKind,
): EdgeLabel {
  const above = known.at(-1)?.kind === 'settled-promise' ? known.slice(0, -1) : known;
  const parts = withPart(above, part);
  return { text: labelText(owner, parts), kind, owner, ownerNode, parts };
}

function withPart(parts: readonly LabelPart[], part: LabelPart): LabelPart[] {
  for (let at = 0; at < parts.length; at += 1) if (isSamePart(parts[at], part)) return parts.slice(0, at + 1);
  return [...(parts.length < MOST_PARTS ? parts : parts.slice(0, MOST_PARTS - 1)), part];
}

/** The label with its last part replaced. */
export function replaceLast(label: EdgeLabel, part: LabelPart): EdgeLabel {
  const parts = [...label.parts.slice(0, -1), part];
  return { ...label, parts, text: labelText(label.owner, parts) };
}

/** `Pool.used` → `Pool.used[]`: the label of a collection as that of what is in it. */
export function withEntries(label: EdgeLabel, kind: 'array' | 'map' | 'dictionary'): EdgeLabel {
  const part = kind === 'array' ? INDEX : ENTRY;
  const last = label.parts.at(-1);
  if (last !== undefined && isSamePart(last, part)) return label;
  const parts = [...label.parts, part];
  return { ...label, kind, parts, text: labelText(label.owner, parts) };
}

/** What the callback of a running timer has in a variable, or as its `this`, is held by the timer. */
export function asTimer(label: EdgeLabel): EdgeLabel {
  if (label.owner.kind !== 'timer' || label.parts.length !== 1) return label;
  switch (label.parts[0].kind) {
    case 'field':
    case 'event':
    case 'index':
    case 'entry':
    case 'settled-promise':
      return label;
    default:
      return startLabel(label.owner, 'timer', label.ownerNode);
  }
}
