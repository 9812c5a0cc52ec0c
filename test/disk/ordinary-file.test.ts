import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readProfileFile } from '../../src/cli/inputs/profile-files.js';
import { dateSnapshots } from '../../src/disk/capture-times.js';
import { readIfOrdinary, readOrdinaryFile, readOrdinaryHead } from '../../src/disk/ordinary-file.js';

const LIMIT = 2 ** 20;
let folder = '';
const at = (name: string): string => join(folder, name);

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'poolscope-ordinary-'));
  writeFileSync(at('text'), 'Grüße');
  writeFileSync(at('large'), '');
  truncateSync(at('large'), 200 * 2 ** 20);
  execFileSync('mkfifo', [at('pipe')]);
  symlinkSync('text', at('link'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe.skipIf(process.platform === 'win32')('a file beside a snapshot, or one that the user names', () => {
  it('is read when it is an ordinary file of at most the size expected', () => {
    expect(readOrdinaryFile(at('text'), LIMIT)).toEqual({ text: 'Grüße' });
    expect(readOrdinaryFile(at('large'), LIMIT)).toEqual({ problem: 'too-large' });
    expect(readOrdinaryFile(folder, LIMIT)).toEqual({ problem: 'folder' });
  });

  it('is neither waited for nor read without end', () => {
    for (const path of [at('pipe'), '/dev/zero', '/dev/random'])
      expect(readOrdinaryFile(path, LIMIT), path).toEqual({ problem: 'not-a-file' });
    expect(readIfOrdinary(at('none'), LIMIT)).toBeNull();
    expect([at('pipe'), '/dev/zero', at('none')].map((path) => readOrdinaryHead(path, 10))).toEqual([null, null, null]);
  });

  it('is read through a link only where a link may be', () => {
    expect(readIfOrdinary(at('link'), LIMIT)).toBe('Grüße');
    expect(readIfOrdinary(at('link'), LIMIT, { followLink: false })).toBeNull();
  });

  it.each(['pipe', 'large', 'device'])('is not a sidecar when it is a %s', async (kind) => {
    const snapshot = at(`${kind}.heapsnapshot`);
    if (kind === 'pipe') execFileSync('mkfifo', [`${snapshot}.json`]);
    else if (kind === 'large') symlinkSync('large', `${snapshot}.json`);
    else symlinkSync('/dev/zero', `${snapshot}.json`);
    const open = () => Promise.reject(new Error('not to be opened'));
    const [dated] = await dateSnapshots([{ name: kind, path: snapshot, open }]);
    expect([dated?.capturedAt, dated?.heapLimitBytes]).toEqual([null, null]);
  });

  it.each([
    ['pipe', /expected a file, found a pipe or device$/],
    ['large', /it is larger than 16 MiB$/],
    ['text/x', /part of the path is a file, not a folder$/],
  ])('is not a profile when it is %s', async (name, message) => {
    await expect(readProfileFile(at(name))).rejects.toThrow(message);
  });

  it('is not a profile with a tag that nobody knows, of which nothing is printed', async () => {
    writeFileSync(at('tag.yaml'), 'name: !secret x\n');
    const warnings: unknown[] = [];
    const note = (warning: unknown): void => void warnings.push(warning);
    process.on('warning', note);
    await expect(readProfileFile(at('tag.yaml'))).rejects.toThrow(/Unresolved tag: !secret/);
    await new Promise((resolve) => setImmediate(resolve));
    process.off('warning', note);
    expect(warnings).toEqual([]);
  });
});
