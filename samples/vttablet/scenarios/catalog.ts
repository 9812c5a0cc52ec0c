import { accumulate } from './accumulate.js';
import { control } from './control.js';
import { cycle } from './cycle.js';
import { healthyCycles } from './healthy-cycles.js';
import { refcount } from './refcount.js';
import type { Scenario } from './scenario.js';
import { staleLink } from './stale-link.js';

/** All scenarios, the four faults first. */
export const SCENARIOS: readonly Scenario[] = [staleLink, refcount, cycle, accumulate, control, healthyCycles];

export function findScenario(name: string): Scenario | undefined {
  return SCENARIOS.find((scenario) => scenario.name === name);
}
