import { describe, expect, it } from 'vitest';

import { stateIn } from './support.js';

const below = (lines: string, more = ''): string =>
  stateIn(
    `const rows = new Map(); ${more}
exports.Hub = class { async add(key, row) { rows.set(key, row);
${lines} } };`,
    'rows',
  );

const CLEAR = 'await work(row);\nclearTimeout(timer);';
const ABORT = `const controller = new AbortController();
controller.signal.addEventListener('abort', () => rows.delete(key));`;

describe('a timer that would remove, and is cleared', () => {
  it('leaves the entry', () => {
    expect(below(`const timer = setTimeout(() => rows.delete(key), 9);\n${CLEAR}`)).toBe('missed stopped:5');
    expect(below(`const timer = setTimeout(() => rows.delete(key), 9).unref();\n${CLEAR}`)).toBe('missed stopped:5');
  });

  it('leaves the entry that a listener to its abort would remove', () => {
    expect(below(`${ABORT}\nconst timer = setTimeout(() => controller.abort(), 9);\n${CLEAR}`)).toBe(
      'missed stopped:7',
    );
  });

  it.each([
    [
      'the function removes as well',
      `const timer = setTimeout(() => rows.delete(key), 9);\n${CLEAR} rows.delete(key);`,
    ],
    ['it is not cleared', 'const timer = setTimeout(() => rows.delete(key), 9); await work(timer);'],
    [
      'it is put off',
      'let timer = setTimeout(() => rows.delete(key), 9);\nawait work(row);\nclearTimeout(timer);\ntimer = setTimeout(() => rows.delete(key), 9);',
    ],
    [
      'its function clears it',
      'const timer = setInterval(() => { if (row.done) { rows.delete(key); clearInterval(timer); } }, 9);',
    ],
    [
      'somebody else may abort',
      `${ABORT}\nconst timer = setTimeout(() => controller.abort(), 9);\nrow.end(controller);\n${CLEAR}`,
    ],
    [
      'another line aborts',
      `${ABORT}\nconst timer = setTimeout(() => controller.abort(), 9);\nrow.on('end', () => controller.abort());\n${CLEAR}`,
    ],
  ])('leaves none where %s', (_title, lines) => {
    expect(below(lines)).not.toMatch(/stopped/);
  });

  it('leaves none where another function removes', () => {
    const more = 'exports.drop = (key) => rows.delete(key);';
    expect(below(`const timer = setTimeout(() => rows.delete(key), 9);\n${CLEAR}`, more)).not.toMatch(/stopped/);
  });
});
