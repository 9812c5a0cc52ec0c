import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { checkSeriesFolder, makeSeriesFolder, removeEmptyFolders } from '../../src/disk/series-folder.js';

let scratch = '';
beforeAll(() => {
  scratch = mkdtempSync(join(tmpdir(), 'poolscope-folder-'));
});
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

describe('the folder of a series', () => {
  it('is made with what is missing above it, and for the user alone', async () => {
    const folder = join(scratch, 'a', 'b');
    await checkSeriesFolder(folder);
    expect(readdirSync(scratch)).toEqual([]);
    expect(await makeSeriesFolder(folder)).toEqual([join(scratch, 'a'), folder]);
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    expect(await makeSeriesFolder(folder)).toEqual([]);
  });

  it('goes again when there is nothing in it, and stays with what somebody put there', async () => {
    const made = await makeSeriesFolder(join(scratch, 'c', 'd'));
    writeFileSync(join(scratch, 'c', 'note.txt'), '');
    await removeEmptyFolders(made);
    expect(readdirSync(join(scratch, 'c'))).toEqual(['note.txt']);
  });

  it('holds no snapshots of another series, and is a folder', async () => {
    const folder = join(scratch, 'used');
    mkdirSync(folder);
    writeFileSync(join(folder, 'note.txt'), '');
    await checkSeriesFolder(folder);
    writeFileSync(join(folder, '0.heapsnapshot.gz'), '');
    await expect(checkSeriesFolder(folder)).rejects.toThrow('there are snapshots in this folder already');
    mkdirSync(`${folder}-2`);
    await expect(checkSeriesFolder(`${folder}/`)).rejects.toMatchObject({
      hint: `Name another folder with --dir, such as ${folder}-3.`,
    });
    await expect(checkSeriesFolder(join(folder, 'note.txt'))).rejects.toThrow('note.txt is no folder');
  });

  it('holds no snapshot that another run is writing', async () => {
    const folder = join(scratch, 'busy');
    mkdirSync(folder);
    writeFileSync(join(folder, '0.heapsnapshot.part'), '');
    await expect(checkSeriesFolder(folder)).rejects.toThrow('there are snapshots in this folder already');
  });

  it.skipIf(process.platform !== 'linux')('that cannot be made is told at once', async () => {
    await expect(makeSeriesFolder('/proc/poolscope/series')).rejects.toThrow(
      '/proc/poolscope/series: cannot be created',
    );
  });
});
