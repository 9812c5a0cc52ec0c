import type { GroundName } from '../cases/case.js';
import { GROWTH_KINDS } from '../cases/cluster-kind.js';
import type { Asked } from './doubt.js';

export const CLUSTER: readonly GroundName[] = ['one-snapshot', 'history', 'many-dead', 'dead', 'open', 'grown'];
/** Cases of objects that only steady growth with no end in sight can prove. */
export const GROWTH: readonly Asked[] = ['history', { ground: 'grown', kinds: GROWTH_KINDS }];
/** Places that grow without objects and whose growth can be counted; the entries of `integers` cannot. */
export const COUNTED_PLACES: readonly GroundName[] = ['repeated', 'values', 'text'];
/** Places whose entries can be looked at. */
export const SLOTS: readonly GroundName[] = ['repeated', 'values'];
/** Cases whose collections may have been watched in the living process. */
export const WATCHED: readonly GroundName[] = ['history', 'grown', 'open', 'repeated', 'values'];
