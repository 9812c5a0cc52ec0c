import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { mapsOnDisk } from '../../src/disk/maps-on-disk.js';

const CODE = 'run();\n//# sourceMappingURL=maps/app.js.map\n';
let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'poolscope-maps-'));
  await mkdir(join(folder, 'dist/maps'), { recursive: true });
  await writeFile(join(folder, 'dist/app.js'), CODE);
  await writeFile(join(folder, 'dist/maps/app.js.map'), '{"version":3}');
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const found = (url: string, text: string, { map = 'maps/app.js.map', roots = [] as string[], most = 100 } = {}) =>
  mapsOnDisk(roots)(
    { scriptId: 1, url, sourceMapUrl: map, inlineMap: false, length: text.length, isPlaced: true },
    text,
    most,
  );

describe('the source map of a script that runs', () => {
  it('is read from beside its file', () => {
    const map = { path: join(folder, 'dist/maps/app.js.map'), text: '{"version":3}' };
    expect(found(`file://${folder}/dist/app.js`, CODE)).toEqual(map);
    expect(found('file:///container/dist/app.js', CODE, { roots: [folder] })).toEqual(map);
  });

  it('is not read where the file is not what runs', () => {
    expect(found(`file://${folder}/dist/app.js`, `${CODE}\n`)).toBeNull();
  });

  it('is not read when it is missing, too long, or no map by its name', () => {
    const url = `file://${folder}/dist/app.js`;
    expect(found(url, CODE, { map: 'maps/other.js.map' })).toBeNull();
    expect(found(url, CODE, { most: 5 })).toBeNull();
    expect(found(url, CODE, { map: 'app.js' })).toBeNull();
  });
});
