import { describe, expect, it } from 'vitest';

import { SourceMap } from '../../src/sources/source-map.js';

/** Line 1 column 1 of the script is line 1 column 1 of the source; line 2 is line 3. */
const flat = (source: string) => ({ version: 3, sources: [source], names: [], mappings: 'AAAA;AAEA' });
const section = (line: number, column: number, source: string) => ({ offset: { line, column }, map: flat(source) });
const place = (line: number, column: number) => ({ file: '/app/x.js', line, column, function: 'take' });

describe('a source map in sections', () => {
  const map = new SourceMap(
    JSON.stringify({ version: 3, sections: [section(0, 0, 'a.ts'), section(10, 4, 'b.ts'), section(10, 40, 'c.ts')] }),
    '/app/x.js.map',
  );
  it.each([
    [1, 1, { file: '/app/a.ts', line: 1, column: 1 }],
    [2, 9, { file: '/app/a.ts', line: 3, column: 1 }],
    [11, 5, { file: '/app/b.ts', line: 1, column: 1 }],
    [11, 30, { file: '/app/b.ts', line: 1, column: 1 }],
    [11, 41, { file: '/app/c.ts', line: 1, column: 1 }],
    [12, 1, { file: '/app/c.ts', line: 3, column: 1 }],
  ])('is asked in the section of the place: line %i, column %i', (line, column, found) => {
    expect(map.translate(place(line, column))).toEqual({ ...found, function: 'take' });
  });

  it('gives the start of the next section for a function that begins before it in its line', () => {
    expect(map.translate(place(11, 1))).toMatchObject({ file: '/app/b.ts', line: 1, column: 1 });
  });

  it('is not asked in sections that are broken', () => {
    const sections = [
      section(0, 0, 'a.ts'),
      null,
      { offset: null, map: flat('x.ts') },
      { offset: { line: '1', column: 0 }, map: flat('x.ts') },
      { offset: { line: 1, column: 0 }, map: { ...flat('x.ts'), mappings: '%%' } },
      { offset: { line: 1, column: 0 }, map: { sections: [] } },
    ];
    const broken = new SourceMap(JSON.stringify({ sections }), '/app/x.js.map');
    expect(broken.translate(place(2, 1))).toMatchObject({ file: '/app/a.ts' });
  });

  it.each([4_294_967_296, Number.MAX_SAFE_INTEGER, -1, 0.5])(
    'takes no memory for the lines before a section that says it begins in line %d',
    (line) => {
      const sections = [section(0, 0, 'a.ts'), section(line, 0, 'far.ts')];
      const huge = new SourceMap(JSON.stringify({ sections }), '/app/x.js.map');
      expect(huge.translate(place(1, 1))).toMatchObject({ file: expect.stringMatching(/^\/app\/(a|far)\.ts$/) });
    },
  );
});
