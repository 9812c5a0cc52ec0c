import { describe, expect, it } from 'vitest';

import { findCheckouts } from '../../../src/analyzers/code/checkouts.js';
import { programIn } from './support.js';

/** `kind:line` of the ways on which what the function takes in line 2 is not given back; null when it is handed on. */
function waysOf(body: string, after = '', head = 'async function run(list, key)'): string[] | null {
  const program = programIn(`${head} {
const item = await pool.take();
${body}
}
${after}`);
  const names = { acquire: ['take'], release: ['free'] };
  const [checkout] = findCheckouts(program, program.own, names);
  return checkout.ways?.map(({ kind, tree, node }) => `${kind}:${tree.place(node).line}`) ?? null;
}

describe('the ways out of a function that took something', () => {
  it('are none when it is given back at the end', () => {
    expect(waysOf('work();\nitem.free();')).toEqual([]);
  });

  it('are its end when it is not given back', () => {
    expect(waysOf('work();')).toEqual(['end:3']);
  });

  it.each([
    ['return', 'if (key)\nreturn;', 'return:4'],
    ['throw', 'if (key)\nthrow new Error();', 'throw:4'],
    ['reject', 'work();\nawait work();', 'reject:4'],
  ])('are a %s before it', (_kind, lines, way) => {
    expect(waysOf(`${lines}\nitem.free();`)).toEqual([way]);
  });

  it('are not what is awaited and caught', () => {
    expect(waysOf('await work().catch(() => 0);\nitem.free();')).toEqual([]);
    expect(waysOf('await work().then(use, () => 0);\nitem.free();')).toEqual([]);
    expect(waysOf('await work().catch((e) => { throw e; });\nitem.free();')).toEqual(['reject:3']);
  });

  it('are not a return of what was taken', () => {
    expect(waysOf('return item;')).toBeNull();
    expect(waysOf('if (key) { item.free(); return null; }\nreturn item;')).toEqual([]);
  });

  it('are none where a `finally` gives it back', () => {
    expect(waysOf('try { if (key) return 1; await work(); throw key; } finally { item.free(); }')).toEqual([]);
  });

  it('are none where a `finally` gives it back before a `break`', () => {
    const body = (free: string) => `for (;;) {\ntry { if (key) break; } finally { ${free} }\n}`;
    expect(waysOf(body('item.free();'))).toEqual([]);
    expect(waysOf(body(''))).toEqual(['end:3']);
  });

  it('are those of a `finally` that returns first', () => {
    expect(waysOf('try { work(); } finally {\nif (key)\nreturn;\nitem.free(); }')).toEqual(['return:5']);
  });

  it('are a `catch` that does not give it back', () => {
    expect(waysOf('try { await work(); item.free(); } catch (e) {\nlog(e); }')).toEqual(['catch:3']);
    expect(waysOf('try { await work(); item.free(); } catch (e) {\nitem.free(); }')).toEqual([]);
  });

  it('are a condition under which alone it is given back', () => {
    expect(waysOf('if (\nkey) item.free();')).toEqual(['guard:4']);
    expect(waysOf('key && item.free();')).toEqual(['guard:3']);
    expect(waysOf('key ? item.free() : 0;')).toEqual(['guard:3']);
    expect(waysOf('if (key) item.free(); else item.free();')).toEqual([]);
  });

  it.each([
    'if (item) item.free();',
    'if (item != null) item.free();',
    'if (item !== undefined) item.free();',
    'if (!item) return; item.free();',
    'if (item === null) return; item.free();',
    'if (item && !item.ended) item.free();',
    'item?.free();',
  ])('are none where the condition asks for what was taken: %s', (line) => {
    expect(waysOf(line)).toEqual([]);
  });

  it.each(['if (!item) item.free();', 'if (item === null) item.free();'])(
    'are its end behind the opposite: %s',
    (line) => {
      expect(waysOf(line)).toHaveLength(1);
    },
  );

  it('are none where a variable tells that it was given back', () => {
    const body = (set: string) => `let done = false; if (key) { item.free(); ${set} }\nif (!done) item.free();`;
    expect(waysOf(body('done = true;'))).toEqual([]);
    expect(waysOf(body(''))).toEqual(['guard:4']);
  });

  it('are none where each `case` gives it back, the default too', () => {
    const body = (cases: string) => `switch (key) {\n${cases}\n}`;
    expect(waysOf(body('case 1: item.free(); break; default: item.free();'))).toEqual([]);
    expect(waysOf(body('case 1: case 2: item.free(); break; default: item.free(); break;'))).toEqual([]);
    expect(waysOf(body('case 1: item.free(); break;'))).toHaveLength(1);
    expect(waysOf(body('case 1: break; default: item.free();'))).toHaveLength(1);
    expect(waysOf(body('case 1: work(); default: item.free();'))).toEqual([]);
  });

  it('are a `return` in a `case`', () => {
    expect(waysOf('switch (key) {\ncase 1:\nreturn 1;\n}\nitem.free();')).toEqual(['return:5']);
  });

  it('are a `break` out of a labeled block that skips it', () => {
    expect(waysOf('part: {\nif (key) break part;\nitem.free(); }')).toHaveLength(1);
    expect(waysOf('part: {\nif (key) break part;\n}\nitem.free();')).toEqual([]);
  });

  it('are a `break` out of a labeled loop, by its own label only', () => {
    const body = (line: string) =>
      `outer: for (const a of list) { for (const b of list) { ${line} }\nitem.free(); return; }\nitem.free();`;
    expect(waysOf(body('if (b) break outer;'))).toEqual([]);
    expect(waysOf(body('if (b) break;'))).toEqual([]);
  });

  it('are what comes after an endless loop only by its `break`', () => {
    expect(waysOf('while (true) { if (key) { item.free(); break; } }')).toEqual([]);
    expect(waysOf('for (;;) { work(); }')).toEqual([]);
    expect(waysOf('while (key) { item.free(); break; }')).toHaveLength(1);
  });

  it('are none where a loop that runs at least once gives it back', () => {
    expect(waysOf('do { item.free(); } while (key);')).toEqual([]);
    expect(waysOf('while (key) { item.free(); }')).toHaveLength(1);
  });

  it('are an iteration that is awaited, and a `yield`', () => {
    expect(waysOf('for await (const a of list) work(a);\nitem.free();')).toEqual(['reject:3']);
    expect(waysOf('yield 1;\nitem.free();', '', 'async function* run()')).toEqual(['reject:3']);
  });

  it('are those of a callback that runs later, and has to give it back', () => {
    expect(waysOf('work((error) => {\nif (error)\nreturn;\nitem.free(); });')).toEqual(['return:5']);
    expect(waysOf('work(() => item.free());')).toEqual([]);
  });

  it('are not those of a callback that runs at once', () => {
    expect(waysOf('list.forEach(() => item.free());')).toEqual([]);
  });

  it('are not those of a function inside that does not have it', () => {
    expect(waysOf('const other = () => { return 1; };\nitem.free();')).toEqual([]);
  });

  it('are those of a function of the script that is handed it', () => {
    expect(waysOf('finish(item);', 'function finish(it) {\nif (it.ok)\nreturn;\nit.free(); }')).toEqual(['return:7']);
    expect(waysOf('finish(item);', 'function finish(it) { it.free(); }')).toEqual([]);
  });

  it('are an error where only the end of the work is listened for', () => {
    expect(waysOf("work.on('end', () => item.free());")).toEqual(['error-event:3']);
    expect(waysOf("work.on('end', () => item.free()); work.on('error', () => item.free());")).toEqual([]);
    expect(waysOf("work.on('close', () => item.free());")).toEqual([]);
    expect(waysOf('work.on(key, () => item.free());')).toEqual([]);
  });

  it('are a promise without a handler for its failure', () => {
    expect(waysOf('work().then(() => item.free());')).toEqual(['reject:3']);
    expect(waysOf('work().catch(() => item.free());')).toEqual(['end:3']);
    expect(waysOf('work().finally(() => item.free());')).toEqual([]);
    expect(waysOf('work().then(() => item.free(), () => item.free());')).toEqual([]);
    expect(waysOf('work().catch(log).then(() => item.free());')).toEqual([]);
    expect(waysOf("work().on('end', 1); other(item.free);")).toEqual([]);
  });

  it('are those of the text: `using` gives it back by itself', () => {
    const program = programIn('async function run() {\nawait using item = pool.take();\nawait work();\n}');
    const [checkout] = findCheckouts(program, program.own, { acquire: ['take'], release: ['free'] });
    expect(checkout.ways).toEqual([]);
  });

  it('are another round of the loop that takes the next one', () => {
    const text = (line: string) => `async function run(list) { for (const key of list) {
const item = await pool.take();
${line}
item.free(); } }`;
    const ways = (line: string) => {
      const program = programIn(text(line));
      const [checkout] = findCheckouts(program, program.own, { acquire: ['take'], release: ['free'] });
      return checkout.ways?.map(({ kind, tree, node }) => `${kind}:${tree.place(node).line}`);
    };
    expect(ways('if (key) continue;')).toEqual(['next-round:3']);
    expect(ways('if (key) break;')).toEqual(['break:3']);
    expect(ways('work();')).toEqual([]);
  });

  it('are the others of a `Promise.all` when one fails', () => {
    const ways = (line: string) => {
      const program = programIn(`async function run() { const found = await ${line}; }`);
      const [checkout] = findCheckouts(program, program.own, { acquire: ['take'], release: ['free'] });
      return checkout?.ways?.map(({ kind }) => kind);
    };
    expect(ways('Promise.all([pool.take(), pool.take()])')).toEqual(['reject']);
    expect(ways('Promise.all([pool.take()])')).toBeUndefined();
    expect(ways('Promise.allSettled([pool.take(), pool.take()])')).toBeUndefined();
  });
});

describe('a generator that took something', () => {
  const waysWith = (consumer: string, lines = 'yield 1;\nitem.free();'): string[] | null =>
    waysOf(lines, consumer, 'async function* run(list, key)');

  it.each([
    'async function first() { for await (const row of run(1)) { use(row); break; } }',
    'async function find() { for await (const row of run(1)) if (row.isWanted) return row; }',
    'const [first] = run(1);',
    'run(1).next();',
  ])('is left where it yields, as its consumer stops: %s', (consumer) => {
    expect(waysWith(consumer)).toContain('yield:3');
    expect(waysWith(consumer, 'try {\nyield 1;\n} finally { item.free(); }')).toEqual([]);
    expect(waysWith(consumer, 'try {\nyield 1;\n} catch { item.free(); }\nitem.free();')).toContain('yield:4');
  });

  it.each([
    'async function all() { for await (const row of run(1)) use(row); }',
    'async function all() { for await (const row of run(1)) { for (const part of row) { if (part) break; } } }',
    'async function all() { for await (const row of run(1)) list.forEach(() => { return row; }); }',
    'const [...rows] = run(1);',
  ])('is not where it takes all: %s', (consumer) => {
    expect(waysWith(consumer)).not.toContain('yield:3');
  });
});
