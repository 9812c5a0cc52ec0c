/** What the fuzzer loads in one piece, so that the code under test has counters. */
export { fuzz } from './fuzz.js';
export { TARGETS } from './targets.js';
