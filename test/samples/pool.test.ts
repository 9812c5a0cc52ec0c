import { describe, expect, it } from 'vitest';
import { ConnStack as LeakyStack } from '../../samples/vttablet/conn-stack.js';
import { ConnStack } from '../../samples/vttablet/conn-stack.mended.js';
import { ConnPool, type IdleStack, type PoolConfig } from '../../samples/vttablet/pool.js';
import type { Pooled } from '../../samples/vttablet/pooled.js';
import { SettingCache } from '../../samples/vttablet/setting.js';
import { FakeConnection } from './fake-connection.js';

const DEFAULTS: PoolConfig = {
  capacity: 3,
  waitTimeoutMs: 5_000,
  idleTimeoutMs: 0,
  maxLifetimeMs: 0,
};

function makePool(config: Partial<PoolConfig> = {}, newStack: () => IdleStack<FakeConnection> = () => new ConnStack()) {
  const opened: FakeConnection[] = [];
  const server = { refuses: false };
  const connect = (): Promise<FakeConnection> => {
    if (server.refuses) return Promise.reject(new Error('too many connections'));
    const conn = new FakeConnection(opened.length + 1);
    opened.push(conn);
    return Promise.resolve(conn);
  };
  const pool = new ConnPool<FakeConnection>({ ...DEFAULTS, ...config }, connect, newStack);
  return { pool, opened, server };
}

async function getAll(pool: ConnPool<FakeConnection>, count: number): Promise<Pooled<FakeConnection>[]> {
  return await Promise.all(Array.from({ length: count }, () => pool.get()));
}

/** Fills the pool and gives all back, in the order 1, 2, 3: connection 3 lies on top. */
async function fill(pool: ConnPool<FakeConnection>): Promise<void> {
  for (const entry of await getAll(pool, pool.capacity)) await entry.recycle();
}

const settings = new SettingCache();
const strict = settings.get('SET strict', 'RESET strict');
const loose = settings.get('SET loose', 'RESET loose');

describe('the connection pool', () => {
  it('opens connections on demand and lends the most recently used one first', async () => {
    const { pool, opened } = makePool();
    await fill(pool);
    expect(opened).toHaveLength(3);
    const entries = await getAll(pool, 2);
    expect(entries.map((entry) => entry.conn.id)).toEqual([3, 2]);
    expect({ active: pool.active, borrowed: pool.borrowed, idle: pool.idle }).toEqual({
      active: 3,
      borrowed: 2,
      idle: 1,
    });
    expect(pool.metrics.getCount).toBe(5);
  });

  // top → [3] → [2] → [1]; 3 and 2 are lent:   mended: 3 → null      v19: 3 → 2 → 1
  it('clears the link of an entry that leaves the stack', async () => {
    const { pool } = makePool();
    await fill(pool);
    const [first, second] = await getAll(pool, 2);
    expect([first?.next, second?.next]).toEqual([null, null]);
  });

  it('keeps the link with the stack of v19', async () => {
    const { pool } = makePool({}, () => new LeakyStack());
    await fill(pool);
    const [first, second, third] = await getAll(pool, 3);
    expect(first?.next).toBe(second);
    expect(second?.next).toBe(third);
    expect(third?.next).toBeNull();
  });

  it('gives a new link to an entry that comes back, fault or not', async () => {
    const { pool } = makePool({}, () => new LeakyStack());
    await fill(pool);
    const [first, second, third] = await getAll(pool, 3);
    await first?.recycle();
    expect(first?.next).toBeNull();
    await third?.recycle();
    expect(third?.next).toBe(first);
    await second?.recycle();
    expect(pool.idle).toBe(3);
  });

  it('never opens more than its capacity and serves waiters in the order of their coming', async () => {
    const { pool, opened } = makePool({ capacity: 1 });
    const entry = await pool.get();
    const order: string[] = [];
    const waiting = ['a', 'b'].map(async (name) => {
      const granted = await pool.get();
      order.push(name);
      await granted.recycle();
    });
    await Promise.resolve();
    expect(pool.waiters).toBe(2);
    await entry.recycle();
    await Promise.all(waiting);
    expect(order).toEqual(['a', 'b']);
    expect(opened).toHaveLength(1);
    expect({ waits: pool.metrics.waitCount, borrowed: pool.borrowed, idle: pool.idle }).toEqual({
      waits: 2,
      borrowed: 0,
      idle: 1,
    });
  });

  it('sends a waiter away after the timeout and forgets it', async () => {
    const { pool } = makePool({ capacity: 1, waitTimeoutMs: 10 });
    const entry = await pool.get();
    await expect(pool.get()).rejects.toThrow('no connection was returned within 10 ms');
    expect(pool.waiters).toBe(0);
    await entry.recycle();
    expect(pool.idle).toBe(1);
  });

  it('replaces a tainted connection and closes it when its user is done', async () => {
    const { pool, opened } = makePool();
    await fill(pool);
    const entry = await pool.get();
    await entry.taint();
    expect({ active: pool.active, borrowed: pool.borrowed, idle: pool.idle }).toEqual({
      active: 3,
      borrowed: 0,
      idle: 3,
    });
    expect(opened).toHaveLength(4);
    expect(entry.conn.closed).toBe(false);
    await entry.recycle();
    expect(entry.conn.closed).toBe(true);
    expect(pool.active).toBe(3);
  });

  it('hands the replacement of a tainted connection to a waiter', async () => {
    const { pool } = makePool({ capacity: 1 });
    const entry = await pool.get();
    const waiting = pool.get();
    await entry.taint();
    expect((await waiting).conn.id).toBe(2);
  });

  it('gives up the slot when the replacement cannot be opened', async () => {
    const { pool, server } = makePool({ capacity: 1 });
    const entry = await pool.get();
    server.refuses = true;
    await expect(entry.taint()).rejects.toThrow('too many connections');
    expect({ active: pool.active, borrowed: pool.borrowed }).toEqual({ active: 0, borrowed: 0 });
    server.refuses = false;
    expect((await pool.get()).conn.id).toBe(2);
  });

  it('replaces a connection that comes back closed', async () => {
    const { pool, opened } = makePool({ capacity: 1 });
    const entry = await pool.get();
    entry.conn.close();
    await entry.recycle();
    expect(opened).toHaveLength(2);
    expect((await pool.get()).conn.id).toBe(2);
  });

  it('finds a connection that carries the wanted setting on its own stack', async () => {
    const { pool } = makePool();
    await fill(pool);
    const first = await pool.get(strict);
    await first.recycle();
    const again = await pool.get(strict);
    expect(again).toBe(first);
    expect(again.conn.log).toEqual(['SET strict']);
    expect(pool.metrics.getWithSettingCount).toBe(2);
  });

  it('takes back a setting before it lends the connection to others', async () => {
    const { pool } = makePool({ capacity: 1 });
    await (await pool.get(strict)).recycle();
    await (await pool.get(loose)).recycle();
    const plain = await pool.get();
    expect(plain.conn.log).toEqual(['SET strict', 'RESET strict', 'SET loose', 'RESET loose']);
    expect({ diff: pool.metrics.diffSetting, reset: pool.metrics.resetSetting }).toEqual({ diff: 1, reset: 2 });
  });

  it('lets a waiter with the very setting pass, but not for ever', async () => {
    const { pool } = makePool({ capacity: 1 });
    let entry = await pool.get(strict);
    const order: string[] = [];
    const plain = pool.get().then((granted) => {
      order.push('plain');
      return granted;
    });
    const same = Array.from({ length: 10 }, async (_, index) => {
      const granted = await pool.get(strict);
      order.push(`strict ${index}`);
      await granted.recycle();
    });
    await entry.recycle();
    entry = await plain;
    await entry.recycle();
    await Promise.all(same);
    expect(order.indexOf('plain')).toBe(8);
    expect(order).toHaveLength(11);
  });

  it('replaces a connection on which a setting cannot be applied', async () => {
    const { pool, opened } = makePool({ capacity: 1 });
    await fill(pool);
    const [conn] = opened;
    if (conn !== undefined) conn.broken = true;
    await expect(pool.get(strict)).rejects.toThrow('the server has gone');
    expect({ closed: conn?.closed, active: pool.active, borrowed: pool.borrowed }).toEqual({
      closed: true,
      active: 1,
      borrowed: 0,
    });
  });

  it('closes what was idle for too long and keeps the order of the rest', async () => {
    const { pool, opened } = makePool({ idleTimeoutMs: 1_000_000 });
    const entries = await getAll(pool, 3);
    for (const entry of entries) await entry.recycle();
    const oldest = entries[0];
    if (oldest !== undefined) oldest.usedAt -= 2_000_000;
    pool.closeIdle();
    expect(opened.map((conn) => conn.closed)).toEqual([true, false, false]);
    expect({ active: pool.active, closed: pool.metrics.idleClosed }).toEqual({ active: 2, closed: 1 });
    expect((await getAll(pool, 2)).map((entry) => entry.conn.id)).toEqual([3, 2]);
    pool.close();
  });

  it('closes idle connections in the background', async () => {
    const { pool } = makePool({ idleTimeoutMs: 20 });
    await fill(pool);
    await expect.poll(() => pool.idle, { timeout: 5_000 }).toBe(0);
    expect(pool.metrics.idleClosed).toBe(3);
    pool.close();
  });

  it('reopens a connection that comes back older than its lifetime', async () => {
    const { pool, opened } = makePool({ capacity: 1, maxLifetimeMs: 1_000 });
    const entry = await pool.get();
    entry.createdAt -= 2_000;
    await entry.recycle();
    expect(opened.map((conn) => conn.closed)).toEqual([true, false]);
    expect({ active: pool.active, closed: pool.metrics.maxLifetimeClosed }).toEqual({ active: 1, closed: 1 });
  });

  it('closes idle connections at once, lent ones on return, and refuses everybody else', async () => {
    const { pool, opened } = makePool({ capacity: 2 });
    await fill(pool);
    const entries = await getAll(pool, 2);
    await entries[0]?.recycle();
    const last = await pool.get();
    const waiting = pool.get();
    pool.close();
    await expect(waiting).rejects.toThrow('the connection pool was closed');
    await expect(pool.get()).rejects.toThrow('the connection pool is closed');
    await last.recycle();
    await entries[1]?.recycle();
    expect(opened.map((conn) => conn.closed)).toEqual([true, true]);
    expect({ active: pool.active, borrowed: pool.borrowed }).toEqual({ active: 0, borrowed: 0 });
  });
});
