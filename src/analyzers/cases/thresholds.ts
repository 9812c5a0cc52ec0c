/** Rounds of equal work from which steady growth counts as proof. */
export const ROUNDS_FOR_PROOF = 3;
/** Rounds below which growth cannot be distinguished from a burst. */
export const MIN_ROUNDS = 2;
/** Objects or entries per round below which growth that no pool is part of is too small to act on. */
export const FEW_PER_ROUND = 8;
/** Share of a group's members for which a fact must hold before it is said of the group. */
export const MOSTLY = 0.5;
/** Least number of dead objects in a single snapshot that is more than the remainder of normal work. */
export const MANY_DEAD = 20;
/** Least number of dead objects with which a place is no history of the last few, whatever its name is. */
export const NO_HISTORY = 1000;
/** The same, where each of several rounds left as many more and nothing shows a bound. */
export const OUTGROWN_HISTORY = 300;
/** Objects that are listed by id in a finding. */
export const MOST_SAMPLES = 5;
