import { describe, expect, it } from 'vitest';

import { stateIn } from './support.js';

/** A class with a method that adds and one that removes, and one line of a function that calls both. */
function program(lines: string, more = ''): string {
  return `class Hub { rows = new Map();
  open(key) { this.rows.set(key, 1); return key; }
  close(key) { this.rows.delete(key); } }
class Desk { hub = new Hub();
  async serve(key) {
${lines}
  } }
new Desk();
${more}`;
}

describe('what one method adds and another one removes', () => {
  it('is left by a function that calls both and returns between them', () => {
    expect(
      stateIn(
        program(`const row = this.hub.open(key);
if (key === 3) return null;
this.hub.close(row);`),
      ),
    ).toBe('missed return:7');
  });

  it.each([
    ['a promise that is rejected', 'this.hub.open(key);\nawait key.done;\nthis.hub.close(key);', 'reject:7'],
    ['a throw', 'this.hub.open(key);\nif (key === 3) throw new Error();\nthis.hub.close(key);', 'throw:7'],
    ['a branch', 'this.hub.open(key);\nif (key === 3) this.hub.close(key);', 'guard:7'],
  ])('and by %s', (_title, lines, expected) => {
    expect(stateIn(program(lines))).toBe(`missed ${expected}`);
  });

  it('is found in a function of another file, under the class that it imports', () => {
    const hub = `export class Hub { rows = new Map();
  open(key) { this.rows.set(key, 1); }
  close(key) { if (!this.rows.has(key)) return; this.rows.delete(key); } }`;
    const main = `import { Hub } from './hub.js';
const hub = new Hub();
export function serve(key) {
  hub.open(key);
  if (key === 3) return;
  hub.close(key);
}`;
    expect(stateIn({ '/app/hub.js': hub, '/app/main.js': main })).toBe('missed return:5');
  });

  it('is found where both are functions', () => {
    const text = `const rows = new Map();
function enter(key) { rows.set(key, 1); }
function leave(key) { rows.delete(key); }
exports.serve = (key) => {
  enter(key);
  if (key === 3) return;
  leave(key);
};`;
    expect(stateIn(text, 'rows')).toBe('missed return:6');
  });

  it.each([
    ['every way removes it', 'this.hub.open(key);\ntry { await key.done; } finally { this.hub.close(key); }', ''],
    [
      'something else calls what removes',
      'this.hub.open(key);\nif (key === 3) return;\nthis.hub.close(key);',
      'class Sweep { hub = new Hub(); run(key) { this.hub.close(key); } }\nnew Sweep();',
    ],
    [
      'it is not known whose method is called elsewhere',
      'this.hub.open(key);\nif (key === 3) return;\nthis.hub.close(key);',
      'exports.sweep = (hub, key) => { hub.close(key); };',
    ],
    [
      'a function calls only what adds',
      'this.hub.open(key);\nif (key === 3) return;\nthis.hub.close(key);',
      'class Filler { hub = new Hub(); run(key) { this.hub.open(key); } }\nnew Filler();',
    ],
    [
      'what removes is handed on',
      'this.hub.open(key);\nif (key === 3) return;\nthis.hub.close(key);',
      'exports.close = Hub.prototype.close;',
    ],
    [
      'it removes what belongs to another object',
      'this.hub.open(key);\nif (key === 3) return;\nthis.door.close(key);',
      '',
    ],
  ])('is not told where %s', (_title, lines, more) => {
    expect(stateIn(program(lines, more))).not.toMatch(/^missed (?:return|guard)/);
  });
});
