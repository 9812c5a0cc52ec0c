import type { GroundName } from '../../cases/case.js';

export const CLUSTER: readonly GroundName[] = ['one-snapshot', 'history', 'many-dead', 'dead', 'open', 'grown'];
/** Grounds for which growth has to be a straight line without an end in sight. */
export const GROWTH: readonly GroundName[] = ['history', 'grown'];
/** The same of places that grow without objects; `integers` shows no entries that could be counted. */
export const COUNTED_PLACES: readonly GroundName[] = ['repeated', 'values', 'text'];
/** Places whose entries can be looked at. */
export const SLOTS: readonly GroundName[] = ['repeated', 'values'];
