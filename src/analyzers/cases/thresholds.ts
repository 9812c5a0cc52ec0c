/** Rounds of equal work from which steady growth counts as proof. */
export const ROUNDS_FOR_PROOF = 3;
/** Rounds below which growth cannot be distinguished from a burst. */
export const MIN_ROUNDS = 2;
/** Objects or entries a round below which growth that has nothing to do with a pool is too small to act on. */
export const FEW_PER_ROUND = 8;
/** Share of a group from which something holds for the group: half of it. */
export const MOSTLY = 0.5;
/** Dead objects of a single snapshot from which they are more than the remainder of normal work. */
export const MANY_DEAD = 20;
/** Dead objects in one place from which no name makes that place a history of the last few. */
export const NO_HISTORY = 1000;
/** Objects that are listed by id in a finding. */
export const MOST_SAMPLES = 5;
