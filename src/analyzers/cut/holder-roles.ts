import { MACHINERY } from '../../profiles/node-core.js';
import { ledgerRoleOfField, speaksOfBounds, speaksOfHistory, speaksOfListeners } from '../../profiles/vocabulary.js';
import type { EdgeLabel } from '../labels/edge-label.js';
import { namesOf, ownerNameOf, partNamesOf, startsInVariable, targetEventOf } from '../labels/label-questions.js';
import type { RoleIndex } from '../objects/roles.js';
import type { RegionLabel } from './region.js';

/** Whether a label is a handle, timer or parser of the suspects themselves, which keeps them but does not use them. */
export function isMachinery(label: RegionLabel): boolean {
  if (label.kind === 'field') return MACHINERY.has(ownerNameOf(label));
  return label.kind === 'handle' || label.kind === 'root' || label.kind === 'timer';
}

/** Whether the owner of a label may be using what it holds: it is neither a book nor a handle, timer or parser of the suspects. */
export function isBorrower(label: RegionLabel, roles: RoleIndex): boolean {
  return !isMachinery(label) && !isBook(label, roles);
}

/**
 * Whether a holder besides the book distinguishes suspects that are in use from those that are not. A list of all of them does
 * not, whether it belongs to a pool or not.
 */
export function tellsApart(label: RegionLabel, roles: RoleIndex): boolean {
  return isBorrower(label, roles) && !ledgerWords(label).includes('all');
}

/** Whether a label is a book: a collection in which a pool lists resources. */
export function isBook(label: RegionLabel, roles: RoleIndex): boolean {
  if (
    label.kind !== 'array' &&
    label.kind !== 'map' &&
    label.kind !== 'set' &&
    label.kind !== 'dictionary' &&
    label.kind !== 'field'
  )
    return false;
  return (
    roles.ofClass(ownerNameOf(label)) === 'pool' ||
    roles.isPool(label.ownerNode) ||
    ledgerWords(label).includes('leased') ||
    // Lists are often called `all` or `clients`: one is a book only where another book shows that resources are leased.
    (ledgerWords(label).includes('all') && roles.lends(label.ownerNode))
  );
}

/**
 * Whether a label is a book of idle resources. Its name alone is not enough: it must belong to a pool, lie beside another book,
 * or list what pools lease.
 *
 * @param isOfPooled whether what it lists is a connection, lease or session
 */
export function isIdleBook(label: RegionLabel, roles: RoleIndex, isOfPooled: boolean): boolean {
  if (label.kind === 'handle' || !ledgerWords(label).includes('idle')) return false;
  return (
    isOfPooled ||
    roles.ofClass(ownerNameOf(label)) === 'pool' ||
    roles.isPool(label.ownerNode) ||
    roles.hasTwoBooks(label.ownerNode)
  );
}

/** Roles of ledgers that the names of a label speak of. */
export function ledgerWords(label: RegionLabel): string[] {
  return namesOf(label).map((word) => ledgerRoleOfField(word));
}

/** Whether the place is named like something that keeps a bounded number of entries. */
export function isBoundedPlace(label: RegionLabel): boolean {
  return namesOf(label).some(speaksOfBounds);
}

/** Whether the place is named like a record of finished things. For a variable, the name of a function that can reach it does not count. */
export function isHistory(label: RegionLabel): boolean {
  return (startsInVariable(label) ? partNamesOf(label) : namesOf(label)).some(speaksOfHistory);
}

/** Whether the reference leads to a listener, or to a collection of listeners. */
export function isListenerPlace(label: EdgeLabel): boolean {
  return targetEventOf(label) !== null || partNamesOf(label).some(speaksOfListeners);
}
