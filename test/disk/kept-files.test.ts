import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { keptFilesOnDisk } from '../../src/disk/kept-files.js';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'poolscope-kept-'));
  await writeFile(join(folder, 'text'), 'Grüße');
  await symlink(join(folder, 'text'), join(folder, 'link'));
  await mkdir(join(folder, 'inside'));
  await symlink(join(folder, 'inside'), join(folder, 'link-inside'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('files that were kept beside a snapshot', () => {
  it('are read when they are ordinary, and no longer than expected', () => {
    expect(keptFilesOnDisk.readNow(join(folder, 'text'), 7)).toBe('Grüße');
    expect(keptFilesOnDisk.readNow(join(folder, 'text'), 6)).toBeNull();
    expect(keptFilesOnDisk.readPart(join(folder, 'text'), 2, 5)).toBe('üße');
    expect(keptFilesOnDisk.readPart(join(folder, 'text'), 2, 6)).toBeNull();
  });

  it.skipIf(process.platform === 'win32')('are not read through a link, from a device, or as a folder', () => {
    for (const path of [join(folder, 'link'), '/dev/zero', '/dev/tty', join(folder, 'inside'), join(folder, 'none')]) {
      expect(keptFilesOnDisk.readNow(path, 1000)).toBeNull();
      expect(keptFilesOnDisk.readPart(path, 0, 1)).toBeNull();
    }
  });

  it('are in a folder, which is no link', () => {
    const isFolder = (name: string): boolean => keptFilesOnDisk.isFolder(join(folder, name));
    expect(['inside', 'link-inside', 'text', 'none'].map(isFolder)).toEqual([true, false, false, false]);
  });
});
