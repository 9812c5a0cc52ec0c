import { describe, expect, test } from 'vitest';

import {
  endsAfterAwait,
  findBoundedRestart,
  findClearIn,
  findRemovalIn,
} from '../../../src/analyzers/code/callback-effects.js';
import { functionNameOf } from '../../../src/analyzers/code/function-name.js';
import { parametersStart, type ScriptPlace } from '../../../src/analyzers/code/script-syntax.js';
import { programIn, queryFor } from './support.js';

const SCRIPT = '/app/hub.js';

/** A program, and the place of its function of that name, or of its first one without a name. */
function find(text: string, name: string | null) {
  const program = programIn(text);
  const tree = program.tree(SCRIPT);
  tree?.openAll();
  const fn = tree?.functions.find((each) => functionNameOf(tree, each) === name);
  if (tree === null || fn === undefined) throw new Error(`no function ${name}`);
  const at: ScriptPlace = tree.placeOfOffset(parametersStart(fn, tree.text));
  return { program, at };
}

/** The line that removes from `Hub.rows` when the timer's function runs. */
function removedBy(text: string, name: string | null, depth = 1): number | null {
  const { program, at } = find(text, name);
  const site = findRemovalIn(program, queryFor(program, SCRIPT, 'Hub.rows', depth), at);
  return site === null ? null : site.tree.place(site.node).line;
}

const hub = (add: string, more = '') => `class Hub {
  constructor() { this.rows = new Map(); }
  add(key, row) { this.rows.set(key, row); ${add} }
  ${more}
}
const hub = new Hub();
server.on('row', (key, row) => hub.add(key, row));
`;

describe('what a timer takes out of a place', () => {
  test('is removed in its function, or in one that this calls', () => {
    expect(removedBy(hub('setTimeout(() => this.rows.delete(key), 600_000);'), null)).toBe(3);
    expect(
      removedBy(hub('setTimeout(() => this.drop(key), 600_000);', 'drop(key) { this.rows.delete(key); }'), null),
    ).toBe(4);
    expect(
      removedBy(hub('setTimeout(this.drop.bind(this), 9, key);', 'drop(key) { this.rows.delete(key); }'), 'drop'),
    ).toBe(4);
  });

  test('is removed in what its function hands on, but not in what a further timer runs', () => {
    const inside = (call: string) => hub(`setTimeout(() => { ${call}(() => this.rows.delete(key)); }, 600_000);`);
    expect(removedBy(inside('rows.forEach'), null)).toBe(3);
    expect(removedBy(inside('setTimeout'), null)).toBeNull();
  });

  test('is nothing where another function removes', () => {
    expect(
      removedBy(hub('setTimeout(() => log(key), 600_000);', 'drop(key) { this.rows.delete(key); }'), null),
    ).toBeNull();
  });

  test('is nothing where the line takes out none', () => {
    expect(removedBy(hub('setTimeout(() => this.rows.delete(key.toUpperCase()), 600_000);'), null)).toBeNull();
  });
});

/** The line of the condition that ends the chain of timers of the first function without a name, or of the named one. */
function boundOf(text: string, name: string | null = null): number | null {
  const { program, at } = find(text, name);
  const found = findBoundedRestart(program, at);
  return found === null ? null : found.tree.place(found.node).line;
}

describe('a timer that starts the next one', () => {
  const retry = (test: string, next: string) =>
    `function retry(job, attempt) {\n  setTimeout(() => {\n    if (${test}) retry(job, ${next});\n  }, 300_000);\n}\nretry(job, 1);`;

  test('is bounded by a parameter that is given one more each time', () => {
    expect(boundOf(retry('attempt < 3', 'attempt + 1'))).toBe(3);
    expect(boundOf(retry('attempt > 0', 'attempt - 1'))).toBe(3);
    expect(boundOf(retry('attempt !== 0', 'attempt - 1'))).toBe(3);
  });

  test('is not bounded where the number stays, or is compared with one that changes', () => {
    expect(boundOf(retry('attempt < 3', 'attempt'))).toBeNull();
    expect(boundOf(`${retry('attempt < job.limit', 'attempt + 1')}\njob.limit += 1;`)).toBeNull();
    expect(boundOf(retry('attempt !== last', 'attempt + 1'))).toBeNull();
  });

  test('is not bounded by a flag, or by nothing', () => {
    expect(boundOf(retry('!job.stopped', 'attempt + 1'))).toBeNull();
    expect(boundOf('function poll(job) { setTimeout(() => poll(job), 1000); }\npoll(job);')).toBeNull();
  });

  test('is bounded by a field that is counted, with the condition where it is started', () => {
    const text = (count: string) => `const LIMIT = 5;
function send(job) {
  ${count}
  if (job.tries < LIMIT) setTimeout(send, 300_000, job);
}
send({ tries: 0 });`;
    expect(boundOf(text('job.tries += 1;'), 'send')).toBe(4);
    expect(boundOf(text(''), 'send')).toBeNull();
  });

  test('is none where the function does not start it again, or where it repeats by itself', () => {
    expect(
      boundOf('let n = 0;\nfunction once() { setTimeout(() => { if (n++ < 3) log(n); }, 1000); }\nonce();'),
    ).toBeNull();
    expect(
      boundOf('let n = 0;\nfunction tick() { if (n++ < 3) setInterval(tick, 1000); }\ntick();', 'tick'),
    ).toBeNull();
  });
});

describe('a suspended function', () => {
  const ends = (body: string) => {
    const { program, at } = find(`async function visit(key) { ${body} }\nvisit('a');`, 'visit');
    return endsAfterAwait(program, at);
  };

  test('ends after what it awaits', () => {
    expect(ends('await pause(1000); inside.delete(key);')).toBe(true);
    expect(ends('for (const each of all) log(each); await pause(1000);')).toBe(true);
  });

  test('may not end where it awaits in a loop, or calls itself', () => {
    expect(ends('while (!key.done) await pause(1000);')).toBe(false);
    expect(ends('for await (const each of all) log(each);')).toBe(false);
    expect(ends('await pause(1000); await visit(key);')).toBe(false);
  });
});

describe('the line that clears an interval when another timer fires', () => {
  const lineIn = (text: string): number | null => {
    const { program, at } = find(text, 'end');
    const found = findClearIn(program, find(text, 'tick').at, at);
    return found === null ? null : found.tree.place(found.node).line;
  };
  const lamp = (stop: string, end: string) => `function lampFor(key) {
  let isOut = false;
  const flicker = setInterval(function tick() { if (!isOut) lamp.times += 1; }, 60_000);
  const lamp = { key, times: 0, stop() { ${stop} } };
  return lamp;
}
exports.add = (key) => { const lamp = lampFor(key); setTimeout(function end() { ${end} }, 120_000); };`;

  test.each([
    ['in a method that it calls', 'isOut = true; clearInterval(flicker);', 'lamp.stop();'],
    ['where there is one', 'if (flicker !== null) clearInterval(flicker);', 'lamp.stop();'],
  ])('is %s', (_title, stop, end) => {
    expect(lineIn(lamp(stop, end))).toBe(4);
  });

  test.each([
    ['under a condition of the method', 'if (lamp.times > 3) clearInterval(flicker);', 'lamp.stop();'],
    ['under a condition of the call', 'clearInterval(flicker);', 'if (lamp.key) lamp.stop();'],
    ['in what it does not call', 'clearInterval(flicker);', 'lamp.times = 0;'],
  ])('is not told %s', (_title, stop, end) => {
    expect(lineIn(lamp(stop, end))).toBeNull();
  });
});
