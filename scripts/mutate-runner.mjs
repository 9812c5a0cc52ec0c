/**
 * Runs each test as it is, and again under each mutant that it reaches and that no test has noticed yet, in the same process: what
 * is loaded stays loaded. Results lie in a folder that the workers share, a file for each mutant.
 */
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { TestRunner } from 'vitest';

const NONE = -1;
/** How many times as many switches a test may pass under a mutant as without, before it counts as endless. */
const MOST_TIMES = 50;
const FREE_PASSES = 200_000;

const folder = process.env['MUTATE_FOLDER'] ?? '';

/** The switches of all mutants; the code that is tested asks it at each one. */
class Switches {
  active = NONE;
  passes = 0;
  mostPasses = Number.POSITIVE_INFINITY;
  /** @type {Set<number>} */
  reached = new Set();

  is(id) {
    this.passes += 1;
    if (this.active === NONE) this.reached.add(id);
    else if (this.passes > this.mostPasses) throw new Error('It does not end.');
    return id === this.active;
  }

  reset(active, mostPasses) {
    this.active = active;
    this.passes = 0;
    this.mostPasses = mostPasses;
  }
}

const switches = new Switches();
globalThis.mutants = switches;

export default class MutatingRunner extends TestRunner {
  async runTask(test) {
    const name = `${test.file.name} > ${test.name}`;
    const run = () => TestRunner.getTestFn(test)();
    switches.reset(NONE, Number.POSITIVE_INFINITY);
    switches.reached = new Set();
    await run();
    const reached = [...switches.reached];
    const mostPasses = switches.passes * MOST_TIMES + FREE_PASSES;
    for (const id of reached) writeFileSync(join(folder, `reached-${id}`), '');
    for (const id of reached) {
      const noticed = join(folder, `noticed-${id}`);
      if (existsSync(noticed)) continue;
      switches.reset(id, mostPasses);
      try {
        await run();
      } catch {
        writeFileSync(noticed, name);
      }
    }
    switches.reset(NONE, Number.POSITIVE_INFINITY);
    // What a mutant leaves behind would be noticed without a reason.
    if (reached.length > 0) await run();
  }
}
