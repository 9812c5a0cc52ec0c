import { describe, expect, it } from 'vitest';

import { readCallbackCode } from '../../../src/analyzers/code/callback-code.js';
import { readEnding, readPlaceCode } from '../../../src/analyzers/code/place-code.js';
import { programOfTexts, queryFor } from './support.js';

const SCRIPT = '/app/hub.js';

/** The line of the function that ends what a timer is for, and the reason; null where none is named. */
function endingOfTimer(text: string): string | null {
  const program = programOfTexts({ [SCRIPT]: text });
  const tree = program.tree(SCRIPT);
  const offset = text.indexOf('() => tick');
  const place = tree?.placeOfOffset(offset);
  const code = place === undefined ? null : readCallbackCode(program, place, (at) => at);
  if (code === null) throw new Error('the timer was not found');
  const way = readEnding(program, code, [], (at) => at);
  return way === null ? null : `${way.why}:${way.line}`;
}

/** The same for entries of `Hub.rows`, which end by the function that is named. */
function endingOfEntries(text: string, ending: string, knowsOwner = false, place = 'Hub.rows'): string | null {
  const program = programOfTexts({ [SCRIPT]: text });
  const code = readPlaceCode(program, queryFor(program, SCRIPT, place, 1), (at) => at);
  const tree = program.tree(SCRIPT);
  tree?.openAll();
  const fn = tree?.functions.find(({ start }) => text.slice(0, start).endsWith(ending));
  if (code === null || tree === null) throw new Error('the place was not found');
  const entries = fn === undefined ? [] : [{ ending: { tree, fn }, knowsOwner }];
  const way = readEnding(program, code, entries, (at) => at);
  return way === null ? null : `${way.why}:${way.line}`;
}

const beating = (methods: string) => `class Hub {
start() { this.timer = setInterval(() => tick(this), 1000); }
${methods}
}`;

describe('the function that ends what a timer is for', () => {
  it.each([
    ['by its name', 'close() { this.socket.end(); }', 'ending:3'],
    ['by a symbol', '[Symbol.dispose]() {}\nshutdown() { this.socket.end(); }', 'ending:4'],
    ['by the flag that it sets', 'leave() { this.closed = true; }', 'ending:3'],
    ['as the innermost of several', 'destroy() { this.end(); }\nend() { this.socket.end(); }', 'ending:4'],
    ['as the one that marks the end', 'stop() { this.pause(); }\nclose() { this.isClosed = true; }', 'ending:4'],
    [
      'where it returns before it clears',
      'stop() {\nif (this.serial % 3 === 0) return;\nclearInterval(this.timer); }',
      'return:4',
    ],
  ])('is named %s', (_title, methods, expected) => {
    expect(endingOfTimer(beating(methods))).toBe(expected);
  });

  it.each([
    ['it clears the timer', 'close() { clearInterval(this.timer); }'],
    ['a function clears it that it calls', 'close() { this.halt(); }\nhalt() { clearInterval(this.timer); }'],
    ['it asks first whether it ended', 'close() { if (this.closed) return; clearInterval(this.timer); }'],
    ['there is none', 'pause() { this.isPaused = true; }'],
    ['several are as likely', 'close() { this.a(); }\ndestroy() { this.b(); }'],
    ['it ends only a part', 'closeStatement() { this.statement = null; }'],
  ])('is not named where %s', (_title, methods) => {
    expect(endingOfTimer(beating(methods))).toBeNull();
  });

  it('is named beside the timer: a method of a literal, or a listener', () => {
    expect(endingOfTimer('function open() {\nsetInterval(() => tick(), 9);\nreturn { close() {} };\n}')).toBe(
      'ending:3',
    );
    expect(
      endingOfTimer(
        "function open(socket) {\nsetInterval(() => tick(), 9);\nsocket.on('close', () => { n -= 1; });\n}",
      ),
    ).toBe('ending:3');
    expect(
      endingOfTimer(
        "function open(socket) {\nconst t = setInterval(() => tick(), 9);\nsocket.on('close', () => clearInterval(t));\n}",
      ),
    ).toBeNull();
  });
});

describe('the function that runs when an entry ends', () => {
  it('is that of the owner which the ending calls', () => {
    const text = `class Hub { rows = [];
add(row) { this.rows.push(row); }
onGone() { this.count += 1; }
}
class Row {
close() { this.mark(); }
mark() { this.hub.onGone(this); }
}`;
    expect(endingOfEntries(text, 'close')).toBe('ending:3');
  });

  it('is the one that ends what it takes from the place', () => {
    const text = `class Hub { rows = new Map();
add(row) { this.rows.set(row.id, row); }
drop(id) { this.rows.get(id).close(); }
}`;
    expect(endingOfEntries(text, '')).toBe('ending:3');
  });

  it('is its own where it has the owner of the place, and no other', () => {
    const text = `class Hub { rows = [];
add(row) { this.rows.push(row); }
}
class Row {
close() { this.open = false; }
}`;
    expect(endingOfEntries(text, 'close', true)).toBe('ending:5');
    expect(endingOfEntries(text, 'close', false)).toBeNull();
  });

  it('is none where it ends all entries, or where a line removes', () => {
    const text = (lines: string) => `class Hub { rows = new Map();
add(row) { this.rows.set(row.id, row); }
${lines}
}
new Hub().close();`;
    expect(endingOfEntries(text('close() { for (const row of this.rows.values()) row.close(); }'), '')).toBeNull();
    expect(endingOfEntries(text('drop(id) { this.rows.get(id).close(); this.rows.delete(id); }'), '')).toBeNull();
  });
});
