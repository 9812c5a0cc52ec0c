import { describe, expect, test } from 'vitest';
import { localPaths } from '../../src/sources/local-paths.js';
import { decodeDataUrl, findMapUrl, mapPath } from '../../src/sources/map-url.js';

describe('localPaths', () => {
  test('looks where the process had the file, then below the root with ever less of its path', () => {
    expect(localPaths('file:///app/dist/a%20b.js', ['/here/'])).toEqual([
      '/app/dist/a b.js',
      '/here/app/dist/a b.js',
      '/here/dist/a b.js',
      '/here/a b.js',
    ]);
  });

  test('keeps node_modules in the path of what was installed', () => {
    expect(localPaths('/app/node_modules/pg/index.js', ['/here'])).toEqual([
      '/app/node_modules/pg/index.js',
      '/here/app/node_modules/pg/index.js',
      '/here/node_modules/pg/index.js',
    ]);
  });

  test('looks for what a browser ran below the roots only', () => {
    expect(localPaths('https://shop.example/js/app.js?v=1', ['/here'])).toEqual(['/here/js/app.js', '/here/app.js']);
  });

  test('never climbs out of a root', () => {
    expect(localPaths('https://shop.example/../../etc/app.js', ['/here'])).toEqual([]);
  });
});

describe('the URL of a map', () => {
  test('is the last that a script names', () => {
    expect(findMapUrl('//# sourceMappingURL=a.map\ncode()\n//# sourceMappingURL=b.map\n')).toBe('b.map');
    expect(findMapUrl('body{}\n/*# sourceMappingURL=c.map */')).toBe('c.map');
    expect(findMapUrl('code()')).toBeNull();
  });

  test.each([
    ['pool.js.map', '/app/dist/pool.js.map'],
    ['maps/pool%20a.map?v=2', '/app/dist/maps/pool a.map'],
    ['maps/../pool.map', '/app/dist/pool.map'],
    ['../maps/pool.map', '/app/dist/pool.map'],
    ['..%2Fmaps%2Fpool.map', '/app/dist/pool.map'],
    ['maps\\..\\..\\other\\pool.map', '/app/dist/pool.map'],
    ['/maps/pool.map', '/app/dist/pool.map'],
    ['/app/dist/maps/pool.map', '/app/dist/maps/pool.map'],
    ['/app/dist/../../etc/pool.map', '/app/dist/pool.map'],
    ['C:\\maps\\pool.map', '/app/dist/pool.map'],
    ['/etc/passwd', null],
    ['..', null],
    ['pool%00.map', null],
    ['https://cdn.example/maps/pool.map', '/app/dist/pool.map'],
    ['//cdn.example/pool.map', '/app/dist/pool.map'],
  ])('%s is the file %s', (url, path) => {
    expect(mapPath(url, '/app/dist/pool.js')).toBe(path);
  });

  test('may be below a root when it leaves the folder of the script', () => {
    expect(mapPath('/maps/pool.map', '/app/dist/pool.js', ['/maps/'])).toBe('/maps/pool.map');
    expect(mapPath('../maps/pool.map', '/app/dist/pool.js', ['/app'])).toBe('/app/maps/pool.map');
    expect(mapPath('../../etc/pool.map', '/app/dist/pool.js', ['/app'])).toBe('/app/dist/pool.map');
  });

  test('may hold the map itself', () => {
    expect(decodeDataUrl('data:application/json;charset=utf-8;base64,e30=')).toBe('{}');
    expect(decodeDataUrl('data:application/json,%7B%7D')).toBe('{}');
    expect(decodeDataUrl('data:application/json,%7')).toBeNull();
    expect(decodeDataUrl('a.map')).toBeNull();
  });
});
