/**
 * Runs each test as it is, and again under each mutant that changes a value in it and that no test has noticed yet, in the same process:
 * what is loaded stays loaded. Results lie in a folder that the workers share, a file for each mutant.
 */
import { setMaxListeners } from 'node:events';
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { TestRunner } from 'vitest';

const NONE = -1;
const NOTICED = 'noticed-';
/** How many times as many switches a test may pass under a mutant as without, before it counts as endless. */
const MOST_TIMES = 20;
const FREE_PASSES = 100_000;

const folder = process.env['MUTATE_FOLDER'] ?? '';

/** The switches of all mutants; the code that is tested asks it at each one. */
class Switches {
  #active = NONE;
  #passes = 0;
  #mostPasses = Number.POSITIVE_INFINITY;
  #isComparing = false;
  /** Mutants whose value has differed from the original's: only under these can a test end in another way. */
  #differing = new Set();
  /** Mutants that a test has noticed, of this process or of another one: nobody has to look at these again. */
  noticed = new Set();

  /** The value of the code as it is, or as the active mutant has it. */
  choose(ids, original, mutated) {
    this.#pass();
    if (this.#active !== NONE) {
      const place = ids.indexOf(this.#active);
      return place === -1 ? original() : mutated[place]();
    }
    const value = original();
    if (this.#isComparing || this.#isKnown(ids)) return value;
    // What the mutated code calls has switches as well: they are asked for their own sake elsewhere.
    this.#isComparing = true;
    for (let place = 0; place < ids.length; place += 1)
      if (!this.#isKnown([ids[place]]) && isOther(value, mutated[place])) this.#differing.add(ids[place]);
    this.#isComparing = false;
    return value;
  }

  #isKnown(ids) {
    return ids.every((id) => this.noticed.has(id) || this.#differing.has(id));
  }

  /** A list of what a row is asked of; each mutant lacks one member, or one kind of it. */
  list(ids, members, list) {
    const ask = (method) => (argument) =>
      this.choose(
        ids,
        () => list[method](argument),
        members.map((member) => () => without(list, member)[method](argument)),
      );
    return Object.assign([...list], { includes: ask('includes'), some: ask('some') });
  }

  /** Runs a test without a mutant; returns those that can change it and that none has noticed, and how many switches it passed. */
  async watch(run) {
    this.#reset(NONE, Number.POSITIVE_INFINITY);
    this.#differing = new Set();
    await run();
    return { differing: [...this.#differing], passes: this.#passes };
  }

  /** Whether a test fails under a mutant. */
  async isNoticed(id, run, mostPasses) {
    this.#reset(id, mostPasses);
    try {
      await run();
      return false;
    } catch {
      return true;
    } finally {
      this.#reset(NONE, Number.POSITIVE_INFINITY);
    }
  }

  #pass() {
    this.#passes += 1;
    if (this.#passes > this.#mostPasses) throw new Error('It does not end.');
  }

  #reset(active, mostPasses) {
    this.#active = active;
    this.#passes = 0;
    this.#mostPasses = mostPasses;
  }
}

function without(list, { ground, kind }) {
  if (kind === undefined) return list.filter((each) => each !== ground);
  return list.map((each) =>
    each.ground === ground ? { ...each, kinds: each.kinds.filter((known) => known !== kind) } : each,
  );
}

function isOther(value, mutated) {
  try {
    return !Object.is(value, mutated());
  } catch {
    return true;
  }
}

const switches = new Switches();
globalThis.mutants = switches;

/** Mutants that some test has reached, as far as this process knows. */
const reached = new Set();

export default class MutatingRunner extends TestRunner {
  async runTask(test) {
    const run = () => TestRunner.getTestFn(test)();
    // Each run listens whether the test is aborted.
    setMaxListeners(0, test.context.signal);
    readNoticed();
    const { differing, passes } = await switches.watch(run);
    for (const id of differing) {
      if (!reached.has(id)) writeFileSync(join(folder, `reached-${id}`), '');
      reached.add(id);
      const noticed = join(folder, `${NOTICED}${id}`);
      if (existsSync(noticed)) continue;
      if (await switches.isNoticed(id, run, passes * MOST_TIMES + FREE_PASSES)) writeFileSync(noticed, test.file.name);
    }
    // What a mutant leaves behind would be noticed without a reason.
    if (differing.length > 0) await run();
  }
}

function readNoticed() {
  for (const name of readdirSync(folder))
    if (name.startsWith(NOTICED)) switches.noticed.add(Number(name.slice(NOTICED.length)));
}
