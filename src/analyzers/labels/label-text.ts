import { ANONYMOUS } from './closure-name.js';
import type { LabelOwner, LabelPart } from './label-parts.js';

/** The text of a label in a report: `Pool.used[]`, `makeThing → list[]`, `setTimeout(poll)`. */
export function labelText(owner: LabelOwner, parts: readonly LabelPart[]): string {
  let text = ownerText(owner);
  for (const part of parts) text += partText(part);
  return text;
}

/** The text of the parts of a label, without its owner. */
export function partsText(parts: readonly LabelPart[]): string {
  return parts.map(partText).join('');
}

/** The text of the owner of a label. */
export function ownerText(owner: LabelOwner): string {
  switch (owner.kind) {
    case 'class':
    case 'function':
    case 'root':
      return owner.name;
    case 'unnamed-function':
      return owner.place === null ? ANONYMOUS : `function at ${owner.place.file}:${owner.place.line}`;
    case 'module':
      return owner.file === '' ? 'module' : `module ${owner.file}`;
    case 'timer':
      return `${owner.call}(${owner.callback === null ? '' : ownerText(owner.callback)})`;
    case 'handle':
      return `open handle (${owner.name})`;
    case 'global':
      return 'globalThis';
  }
}

function partText(part: LabelPart): string {
  switch (part.kind) {
    case 'field':
      return `.${part.name}`;
    case 'event':
      return `['${part.name}']`;
    case 'listener':
      return ` '${part.name}' listener`;
    case 'index':
      return '[]';
    case 'entry':
      return '{}';
    case 'variable':
      return ` → ${part.name}`;
    case 'block-variable':
      return ' → (block variable)';
    case 'local-variable':
      return ' → (local variable)';
    case 'bound':
      return ` (bound ${part.name})`;
    case 'inner-value':
      return ' (inner value)';
    case 'held-value':
      return ' (held value)';
    case 'promise':
    case 'settled-promise':
      return ' (promise)';
    case 'promise-reaction':
      return ' (promise reaction)';
  }
}

/** `Pooled.next` → `Pooled(leased).next`: the field of only those owners that are not in their list. */
export function leasedText({
  owner,
  parts,
}: {
  readonly owner: LabelOwner;
  readonly parts: readonly LabelPart[];
}): string {
  return `${ownerText(owner)}(leased)${partsText(parts)}`;
}
