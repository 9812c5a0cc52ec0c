import { describe, expect, it } from 'vitest';
import { NamedLocks } from '../../samples/vttablet/named-locks.js';

describe('named locks', () => {
  it('are granted to one connection, as often as it asks', async () => {
    const locks = new NamedLocks();
    expect(await locks.acquire('a', 1, 0)).toBe(true);
    expect(await locks.acquire('a', 1, 0)).toBe(true);
    expect(await locks.acquire('a', 2, 5)).toBe(false);
    expect(locks.release('a', 1)).toBe(1);
    expect(locks.ownerOf('a')).toBe(1);
    expect(locks.release('a', 1)).toBe(1);
    expect(locks.ownerOf('a')).toBeNull();
  });

  it('can be released by their owner only', async () => {
    const locks = new NamedLocks();
    await locks.acquire('a', 1, 0);
    expect(locks.release('a', 2)).toBe(0);
    expect(locks.release('b', 1)).toBeNull();
  });

  it('pass to the next in line', async () => {
    const locks = new NamedLocks();
    await locks.acquire('a', 1, 0);
    const second = locks.acquire('a', 2, 5_000);
    const third = locks.acquire('a', 3, 5_000);
    locks.release('a', 1);
    expect(await second).toBe(true);
    expect(locks.ownerOf('a')).toBe(2);
    locks.release('a', 2);
    expect(await third).toBe(true);
  });

  it('go with their connection, and so does its place in line', async () => {
    const locks = new NamedLocks();
    await locks.acquire('a', 1, 0);
    await locks.acquire('b', 1, 0);
    const gone = locks.acquire('a', 2, 5_000);
    const next = locks.acquire('a', 3, 5_000);
    expect(locks.releaseAll(2)).toBe(0);
    expect(await gone).toBe(false);
    expect(locks.releaseAll(1)).toBe(2);
    expect(await next).toBe(true);
    expect(locks.ownerOf('b')).toBeNull();
  });
});
