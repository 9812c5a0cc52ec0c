import { describe, expect, it } from 'vitest';
import { findOtherKind, type KeyKind } from '../../../src/analyzers/code/key-kinds.js';
import { findIn } from './support.js';

/** The line of a remover that is no key of a collection whose keys are all of that kind. */
function otherIn(leave: string, kind: KeyKind, more = ''): number | null {
  const text = `const rows = new Map(); ${more}
exports.put = (row) => { rows.set(row.id, row); };
bus.on('left', (row) => {
${leave} });`;
  const site = findOtherKind(findIn(text, 'rows'), kind);
  return site === null ? null : site.tree.place(site.node).line;
}

describe('a line that removes by what is no key of the heap', () => {
  it.each<[string, KeyKind]>([
    ['row.visits += 1; rows.delete(row);', 'string'],
    ['const name = row.id; row.close(); rows.delete(row);', 'string'],
    ['rows.delete({ id: row });', 'string'],
    ['rows.delete(`row`);', 'object'],
    ["rows.delete('row ' + row);", 'object'],
    ['rows.delete(String(row));', 'object'],
  ])('is named: %s, where keys are %ss', (leave, kind) => {
    expect(otherIn(leave, kind)).toBe(4);
  });

  it.each<[string, string, KeyKind, string?]>([
    ['it gives a field, which may be anything', 'rows.delete(row.id);', 'string'],
    ['the keys are objects', 'row.visits += 1; rows.delete(row);', 'object'],
    ['nothing shows that it is an object', 'rows.delete(row);', 'string'],
    ['a string has that as well', 'log(row.length); rows.delete(row.trim());', 'string'],
    ['it may be one of both', 'if (row.id) log(1); rows.delete(row);', 'string', 'bus.on(2, (id) => rows.delete(id));'],
    ['it is an object only in a branch', "if (typeof row === 'object') row.visits += 1; rows.delete(row);", 'string'],
    ['it is given another value', 'row.visits += 1; row = row.id; rows.delete(row);', 'string'],
    ['another line clears all', 'row.visits += 1; rows.delete(row);', 'string', 'bus.on(2, () => rows.clear());'],
  ])('is not where %s', (_title, leave, kind, more) => {
    expect(otherIn(leave, kind, more)).toBeNull();
  });
});
