import { chmod, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { NODE_MAJORS, NODE_VERSIONS, provideNodeBinaries } from '../../scripts/node-versions.mjs';

const onLinuxX64 = process.platform === 'linux' && process.arch === 'x64';
let cache: string;

beforeEach(async () => {
  cache = await mkdtemp(join(tmpdir(), 'node-versions-'));
});

afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(cache, { recursive: true });
});

/** A script that answers `--version`, where the cache would have the binary. */
async function putBinary(major: number, answer: string): Promise<string> {
  const path = join(cache, String(NODE_VERSIONS[major]), 'bin', 'node');
  await mkdir(join(path, '..'), { recursive: true });
  await writeFile(path, `#!/bin/sh\necho ${answer}\n`);
  await chmod(path, 0o755);
  return path;
}

/** A registry that nobody listens at. */
function goOffline(): void {
  vi.stubEnv('npm_config_registry', 'http://127.0.0.1:1/');
  vi.stubEnv('npm_config_fetch_retries', '0');
  vi.stubEnv('npm_config_cache', join(cache, 'npm'));
}

describe('the Node.js binaries', () => {
  it('are listed with exact versions, oldest first', () => {
    expect(NODE_MAJORS).toEqual([18, 20, 22, 24, 26]);
    for (const major of NODE_MAJORS) expect(NODE_VERSIONS[major]).toMatch(new RegExp(`^${major}\\.\\d+\\.\\d+$`));
  });

  it('are taken from the cache without asking anybody', async () => {
    goOffline();
    const path = await putBinary(18, `v${NODE_VERSIONS[18]}`);
    const { binaries, skipped } = await provideNodeBinaries({ majors: [18], cache });
    expect(binaries).toEqual(onLinuxX64 ? [{ major: 18, version: NODE_VERSIONS[18], path }] : []);
    expect(skipped).toHaveLength(onLinuxX64 ? 0 : 1);
  });

  it('are skipped with a reason when they cannot be had, and leave nothing half done', async () => {
    goOffline();
    const { binaries, skipped } = await provideNodeBinaries({ majors: [26], cache });
    expect(binaries).toEqual([]);
    expect(skipped).toEqual([{ major: 26, version: NODE_VERSIONS[26], reason: expect.stringMatching(/\S/) }]);
    expect((await readdir(cache)).filter((name) => name !== 'npm')).toEqual([]);
  });

  it('are not believed when they tell another version', async () => {
    goOffline();
    await putBinary(20, 'v1.2.3');
    const { binaries, skipped } = await provideNodeBinaries({ majors: [20], cache });
    expect([binaries.length, skipped.length]).toEqual([0, 1]);
  });

  it('cannot be asked for in a version that nobody listed', async () => {
    await expect(provideNodeBinaries({ majors: [19], cache })).rejects.toThrow(
      'No version of Node.js 19 is listed; known: 18, 20, 22, 24, 26.',
    );
  });
});
