import { MACHINERY } from '../../profiles/node-core.js';
import { ledgerRoleOfField, speaksOfBounds, speaksOfHistory, speaksOfListeners } from '../../profiles/vocabulary.js';
import type { EdgeLabel } from '../labels/edge-label.js';
import { namesOf, ownerNameOf, partNamesOf, startsInVariable, targetEventOf } from '../labels/label-questions.js';
import type { RoleIndex } from '../objects/roles.js';
import type { RegionLabel } from './region.js';

/** Handles and timers of the suspects' own, and parsers: they keep them, but nobody uses them through these. */
export function isMachinery(label: RegionLabel): boolean {
  if (label.kind === 'field') return MACHINERY.has(ownerNameOf(label));
  return label.kind === 'handle' || label.kind === 'root' || label.kind === 'timer';
}

/** Whether a label is of somebody who may be using what it holds: neither a book nor the suspects' own machinery. */
export function isBorrower(label: RegionLabel, roles: RoleIndex): boolean {
  return !isMachinery(label) && !isBook(label, roles);
}

/**
 * Whether a holder besides the book tells those that are in use from those that are not. A list of all there are, of
 * a pool or not, holds the ones as well as the others.
 */
export function tellsApart(label: RegionLabel, roles: RoleIndex): boolean {
  return isBorrower(label, roles) && !ledgerWords(label).includes('all');
}

/** A collection in which a pool books what it lends. */
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
    // Many a list is called `all` or `clients`: a book it is where another one shows that things are lent.
    (ledgerWords(label).includes('all') && roles.lends(label.ownerNode))
  );
}

/**
 * A book of what a pool has in stock. A name alone makes none: it is a pool's, there is another book beside it, or it lists what
 * pools lend.
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

/** Whether the place that holds the suspects means to keep a bounded number of things. */
export function isBoundedPlace(label: RegionLabel): boolean {
  return namesOf(label).some(speaksOfBounds);
}

/** Whether the place that holds the dead means to remember them. Of a variable, a function that sees it says nothing. */
export function isHistory(label: RegionLabel): boolean {
  return (startsInVariable(label) ? partNamesOf(label) : namesOf(label)).some(speaksOfHistory);
}

/** Whether the reference is one to a listener, or to what listeners are kept in. */
export function isListenerPlace(label: EdgeLabel): boolean {
  return targetEventOf(label) !== null || partNamesOf(label).some(speaksOfListeners);
}
