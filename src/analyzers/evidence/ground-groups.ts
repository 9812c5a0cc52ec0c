import type { GroundName } from '../cases/case.js';
import { GROWTH_KINDS } from '../cases/cluster-kind.js';
import type { Asked } from './doubt.js';

export const CLUSTER: readonly GroundName[] = ['one-snapshot', 'history', 'many-dead', 'dead', 'open', 'grown'];
/** Cases of objects that a straight line without an end in sight has to prove. */
export const GROWTH: readonly Asked[] = ['history', { ground: 'grown', kinds: GROWTH_KINDS }];
/** Places that grow without objects; `integers` shows no entries that could be counted. */
export const COUNTED_PLACES: readonly GroundName[] = ['repeated', 'values', 'text'];
/** Places whose entries can be looked at. */
export const SLOTS: readonly GroundName[] = ['repeated', 'values'];
