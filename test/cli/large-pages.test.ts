import { describe, expect, it } from 'vitest';

import { findLargePageEnvironment, type PageFacts } from '../../src/cli/large-pages.js';

const SIZES: Readonly<Record<string, number>> = {
  'small.heapsnapshot': 100e6,
  'large.heapsnapshot': 512e6,
  'small.heapsnapshot.gz': 20e6,
  'large.heapsnapshot.gz': 80e6,
};

function environmentFor(args: string[], env: NodeJS.ProcessEnv = {}, facts: Partial<PageFacts> = {}) {
  return findLargePageEnvironment(args, env, {
    platform: 'linux',
    sizeOf: (path) => SIZES[path] ?? 0,
    policy: () => 'always [madvise] never\n',
    givesBack: () => false,
    execArgv: [],
    ...facts,
  });
}

describe('the environment with large pages', () => {
  it('is for large snapshots, also packed ones', () => {
    const wanted = { HOME: '/root', GLIBC_TUNABLES: 'glibc.malloc.hugetlb=1' };
    expect(environmentFor(['analyze', 'small.heapsnapshot', 'large.heapsnapshot'], { HOME: '/root' })).toEqual(wanted);
    expect(environmentFor(['analyze', 'large.heapsnapshot.gz'], { HOME: '/root' })).toEqual(wanted);
    expect(environmentFor(['analyze', 'small.heapsnapshot', 'small.heapsnapshot.gz'])).toBeNull();
    expect(environmentFor([])).toBeNull();
  });

  it('keeps what else is tuned, and what the user says of large pages', () => {
    expect(environmentFor(['large.heapsnapshot'], { GLIBC_TUNABLES: 'glibc.malloc.check=3' })).toEqual({
      GLIBC_TUNABLES: 'glibc.malloc.check=3:glibc.malloc.hugetlb=1',
    });
    for (const GLIBC_TUNABLES of ['glibc.malloc.hugetlb=0', 'glibc.malloc.check=3:glibc.malloc.hugetlb=1'])
      expect(environmentFor(['large.heapsnapshot'], { GLIBC_TUNABLES })).toBeNull();
  });

  it('is none where the system gives large pages anyway, never, or is another', () => {
    for (const policy of ['[always] madvise never', 'always madvise [never]', ''])
      expect(environmentFor(['large.heapsnapshot'], {}, { policy: () => policy })).toBeNull();
    expect(environmentFor(['large.heapsnapshot'], {}, { platform: 'darwin' })).toBeNull();
  });

  it('is none in a virtual machine that gives free pages back to its host', () => {
    expect(environmentFor(['large.heapsnapshot'], {}, { givesBack: () => true })).toBeNull();
  });

  it('is none for a process that somebody debugs', () => {
    expect(environmentFor(['large.heapsnapshot'], {}, { execArgv: ['--inspect-brk=0'] })).toBeNull();
    expect(environmentFor(['large.heapsnapshot'], {}, { execArgv: ['--stack-size=2000'] })).not.toBeNull();
  });

  it('asks this machine without harm', () => {
    expect(findLargePageEnvironment(['--help', 'no-such-file'], {})).toBeNull();
  });
});
