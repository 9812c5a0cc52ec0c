import { describe, expect, it } from 'vitest';

import { stateIn } from './support.js';

const stack = (pop: string) => `class Entry { next = null; }
class Stack { top = null;
push(entry) { entry.next = this.top; this.top = entry; }
pop() { const entry = this.top;
${pop}
return entry; } }
new Stack().pop();`;

describe('a link that the line which takes an entry out does not clear', () => {
  it.each([
    ['at once', 'this.top = entry.next;'],
    ['by a variable', 'const rest = entry.next; this.top = rest;'],
    ['by a pattern', 'const { next } = entry; this.top = next;'],
    ['by a pattern with another name', 'const { next: rest } = entry; this.top = rest;'],
  ])('is named where it is read %s', (_title, pop) => {
    expect(stateIn(stack(pop), 'Entry.next', 0)).toBe('missed unlink:5');
  });

  it.each([
    ['before', 'const { next } = entry; entry.next = null; this.top = next;'],
    ['after', 'this.top = entry.next; entry.next = undefined;'],
    ['where there is an entry', 'if (entry === null) return null; this.top = entry.next; entry.next = null;'],
  ])('is not named where it is cleared %s', (_title, pop) => {
    expect(stateIn(stack(pop), 'Entry.next', 0)).not.toMatch(/unlink|guard/);
  });

  it('is named at the other end of a list with links both ways', () => {
    const list = (line: string) => `class Entry { next = null; back = null; }
class List { first = null; last = null;
add(entry) { entry.next = this.first; this.first.back = entry; this.first = entry; }
cut() { this.last = this.last.back; ${line} }
}
new List().cut();`;
    expect(stateIn(list(''), 'Entry.next', 0)).toBe('missed unlink:4');
    expect(stateIn(list('this.last.next = null;'), 'Entry.next', 0)).toBe('removed');
  });
});

describe('a list from which only the first entry is taken', () => {
  const list = (line: string) => `class List { first = null;
add(entry) { entry.next = this.first; this.first = entry; }
drop(entry) {
if (this.first === entry) this.first = entry.next;
${line}
}
}
new List().drop();`;

  it('is named by the condition', () => {
    expect(stateIn(list(''), 'List.first', 0)).toBe('missed guard:4');
  });

  it('is not named where another line gives the link on', () => {
    expect(stateIn(list('else entry.back.next = entry.next;'), 'List.first', 0)).not.toMatch(/guard/);
  });
});
