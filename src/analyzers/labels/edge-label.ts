import { isSamePart, type LabelOwner, type LabelPart } from './label-parts.js';
import { labelText } from './label-text.js';

/** The kind of a reference, as far as the advice depends on it. */
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
 * The name of a reference in the advice to cut it. All edges of one label are cut together, so a label names a place in the
 * program and not in the heap: the nearest named owner and the fields below it, without the objects that the engine or a
 * collection puts in between (`Pool.used[]` for field → Array → element store → slot).
 */
export interface EdgeLabel {
  /** For reports, and as a key. Code must not parse it, but use {@link owner} and {@link parts}. */
  readonly text: string;
  readonly kind: LabelKind;
  readonly owner: LabelOwner;
  /** One of the nodes that own references of this label, or -1. */
  readonly ownerNode: number;
  readonly parts: readonly LabelPart[];
}

/** Most parts of a label below its owner: enough to recognize the place, few enough to read. */
const MOST_PARTS = 5;

const INDEX: LabelPart = { kind: 'index' };
const ENTRY: LabelPart = { kind: 'entry' };

/** A label of an owner, alone or with some parts. */
export function startLabel(
  owner: LabelOwner,
  kind: LabelKind,
  ownerNode: number,
  parts: readonly LabelPart[] = [],
): EdgeLabel {
  return { text: labelText(owner, parts), kind, owner, ownerNode, parts };
}

/**
 * The label with one part more. A chain of unnamed links would otherwise give every link a label of its own, so the label is
 * cut off where the same part occurs again, and nested collections count once.
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

/** `Pool.used` → `Pool.used[]`: turns the label of a collection into that of its entries. */
export function withEntries(label: EdgeLabel, kind: 'array' | 'map' | 'dictionary'): EdgeLabel {
  const part = kind === 'array' ? INDEX : ENTRY;
  const last = label.parts.at(-1);
  if (last !== undefined && isSamePart(last, part)) return label;
  const parts = [...label.parts, part];
  return { ...label, kind, parts, text: labelText(label.owner, parts) };
}

/** Turns the label of a variable, or of the `this` value, of a running timer's callback into one of kind `timer`. */
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
