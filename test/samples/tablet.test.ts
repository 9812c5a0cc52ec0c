import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Activity } from '../../samples/vttablet/activity.js';
import { ConnectionBook as LeakyBook } from '../../samples/vttablet/connection-book.js';
import { ConnectionBook } from '../../samples/vttablet/connection-book.mended.js';
import { DbConnection } from '../../samples/vttablet/db-connection.js';
import { EmbeddedServer } from '../../samples/vttablet/embedded-server.js';
import { loadParts, MENDED, type Modules } from '../../samples/vttablet/parts.js';
import { reachQuiescence } from '../../samples/vttablet/quiescence.js';
import { SCENARIOS } from '../../samples/vttablet/scenarios/catalog.js';
import { Tablet } from '../../samples/vttablet/tablet.js';

let server: EmbeddedServer;
let tablet: Tablet;

beforeEach(async () => {
  server = await EmbeddedServer.start();
});

afterEach(async () => {
  await tablet.close();
  await reachQuiescence(tablet, server);
  expect(server.connectionCount).toBe(0);
  await server.close();
});

/** A tablet with a pool of four on the embedded server. */
async function openTablet(
  faulty: Partial<Modules> = {},
  session: { linked?: boolean; heartbeatMs?: number } = {},
): Promise<void> {
  tablet = new Tablet(
    {
      pool: {
        capacity: 4,
        waitTimeoutMs: 5_000,
        idleTimeoutMs: 0,
        maxLifetimeMs: 0,
      },
      session: {
        attributeReservations: session.linked ?? false,
        heartbeatMs: session.heartbeatMs ?? 0,
      },
    },
    await loadParts({ ...MENDED, ...faulty }),
    server.address,
  );
  await tablet.open();
}

describe('a connection to the embedded server', () => {
  beforeEach(() => openTablet());

  const connect = (): Promise<DbConnection> => DbConnection.open(server.address, new ConnectionBook(), new Activity());

  it('gets rows, and errors with the code of a real server', async () => {
    const conn = await connect();
    expect(await conn.query('SELECT 41 AS answer')).toEqual([{ answer: 41 }]);
    expect(await conn.query('SELECT CONNECTION_ID() AS id')).toEqual([{ id: conn.threadId }]);
    expect(await conn.query("SET @@sql_mode = 'ANSI'")).toEqual([]);
    await expect(conn.query('SELECT * FROM nowhere')).rejects.toMatchObject({ errno: 1146 });
    await expect(conn.query('SELEKT')).rejects.toMatchObject({ errno: 1064 });
    conn.close();
  });

  it('holds locks against the others until it closes', async () => {
    const [first, second] = [await connect(), await connect()];
    expect(await first.query("SELECT GET_LOCK('x', 1) AS got")).toEqual([{ got: 1 }]);
    expect(await second.query("SELECT GET_LOCK('x', 0.01) AS got")).toEqual([{ got: 0 }]);
    expect(await second.query("SELECT IS_USED_LOCK('x') AS owner")).toEqual([{ owner: first.threadId }]);
    const waiting = second.query("SELECT GET_LOCK('x', 5) AS got");
    first.close();
    expect(await waiting).toEqual([{ got: 1 }]);
    expect(await second.query("SELECT RELEASE_LOCK('x') AS released")).toEqual([{ released: 1 }]);
    expect(await second.query("SELECT RELEASE_LOCK('x') AS released")).toEqual([{ released: null }]);
    second.close();
  });

  it('is struck off the book when it closes, and only then', async () => {
    const book = new ConnectionBook();
    const activity = new Activity();
    const conn = await DbConnection.open(server.address, book, activity);
    expect({ booked: book.size, sockets: activity.sockets }).toEqual({ booked: 1, sockets: 1 });
    conn.close();
    conn.close();
    expect({ booked: book.size, closing: activity.closing }).toEqual({ booked: 0, closing: 1 });
    await expect.poll(() => activity.sockets).toBe(0);
    expect(activity.closing).toBe(0);
  });

  it('reports a server that is not there', async () => {
    const activity = new Activity();
    const nowhere = { ...server.address, port: 1 };
    await expect(DbConnection.open(nowhere, new ConnectionBook(), activity)).rejects.toMatchObject({
      code: 'ECONNREFUSED',
    });
    expect(activity.isQuiet).toBe(true);
  });
});

describe('the stateful pool', () => {
  beforeEach(() => openTablet());

  it('books a reservation under a number of its own, in use until it is unlocked', async () => {
    const conn = await tablet.statefulPool.reserve();
    expect(tablet.statefulPool.size).toBe(1);
    expect(() => tablet.statefulPool.getAndLock(conn.id, 'query')).toThrow('is in use: new connection');
    await conn.unlock();
    expect(tablet.statefulPool.getAndLock(conn.id, 'query')).toBe(conn);
    await conn.release('was released by the test');
    expect(tablet.statefulPool.size).toBe(0);
    expect(() => tablet.statefulPool.getAndLock(conn.id, 'query')).toThrow('was released by the test');
  });

  it('takes a reserved connection out of the pool for good', async () => {
    const conn = await tablet.statefulPool.reserve();
    expect({ idle: tablet.pool.idle, borrowed: tablet.pool.borrowed, opened: tablet.pool.metrics.opened }).toEqual({
      idle: 4,
      borrowed: 0,
      opened: 5,
    });
    const db = conn.connection;
    await conn.releaseString('was released by the test');
    expect({ closed: db.closed, idle: tablet.pool.idle }).toEqual({ closed: true, idle: 4 });
  });

  it('gives a connection that was not reserved back to the pool', async () => {
    const conn = await tablet.statefulPool.newConn();
    const db = conn.connection;
    expect(tablet.pool.idle).toBe(3);
    await conn.release('was released by the test');
    expect({ closed: db.closed, idle: tablet.pool.idle }).toEqual({ closed: false, idle: 4 });
  });

  it('lets go when the last of its users does', async () => {
    const conn = await tablet.statefulPool.reserve();
    conn.retain();
    await conn.release('once');
    expect(conn.released).toBe(false);
    await conn.release('twice');
    expect(conn.released).toBe(true);
  });

  it('drops a reservation whose connection broke', async () => {
    const conn = await tablet.statefulPool.reserve();
    conn.connection.close();
    await conn.unlock();
    expect({ released: conn.released, size: tablet.statefulPool.size }).toEqual({ released: true, size: 0 });
  });

  it('shuts down what is neither in use nor in a transaction', async () => {
    const [busy, inTx, idle] = await Promise.all([1, 2, 3].map(() => tablet.statefulPool.reserve()));
    await inTx?.begin();
    await inTx?.unlock();
    await idle?.unlock();
    expect(await tablet.statefulPool.shutdownNonTx()).toBe(1);
    expect([busy?.released, inTx?.released, idle?.released]).toEqual([false, false, true]);
    await inTx?.commit();
    expect(await tablet.statefulPool.shutdownAll()).toBe(2);
    expect(tablet.statefulPool.size).toBe(0);
  });
});

describe('a session', () => {
  it('keeps its lock from others until it ends', async () => {
    await openTablet();
    const [owner, other] = [tablet.newSession(), tablet.newSession()];
    await owner.lock('x');
    const waiting = other.lock('x');
    await owner.end();
    await waiting;
    expect([owner.isReserving, other.isReserving]).toEqual([false, true]);
    await other.end();
    expect(tablet.statefulPool.size).toBe(0);
  });

  it('leaves nothing behind when one of its queries fails', async () => {
    await openTablet();
    const session = tablet.newSession();
    await session.lock('x');
    await expect(session.query('SELECT * FROM nowhere')).rejects.toMatchObject({ errno: 1146 });
    await session.end();
    expect({ booked: tablet.statefulPool.size, sockets: tablet.activity.sockets - tablet.activity.closing }).toEqual({
      booked: 0,
      sockets: 4,
    });
  });

  it('leaves its reservation and an open connection behind with the forgotten release', async () => {
    await openTablet({ runStatement: () => import('../../samples/vttablet/statement.js') });
    const session = tablet.newSession();
    await session.lock('x');
    await expect(session.query('SELECT * FROM nowhere')).rejects.toMatchObject({ errno: 1146 });
    await session.end();
    expect({ booked: tablet.statefulPool.size, sockets: tablet.activity.sockets }).toEqual({ booked: 1, sockets: 5 });
  });

  it('keeps its connection busy while it holds a lock, and no longer', async () => {
    await openTablet({}, { heartbeatMs: 5 });
    const session = tablet.newSession();
    await session.lock('x');
    await expect.poll(() => session.heartbeatCount).toBeGreaterThan(2);
    for (let i = 0; i < 20; i += 1) expect(await session.query('SELECT 1 AS one')).toEqual([{ one: 1 }]);
    await session.end();
    const beats = session.heartbeatCount;
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect(session.heartbeatCount).toBe(beats);
  });

  it('ties reservation and connection to itself only when asked to', async () => {
    await openTablet({}, { linked: true });
    const session = tablet.newSession();
    await session.lock('x');
    const { reservation } = session;
    expect(reservation?.session).toBe(session);
    expect(reservation?.connection.reservation).toBe(reservation);
    await session.end();
  });
});

describe('a cycle of work', () => {
  const SIZE = { sessions: 3, leaders: 10 };
  const outcomeOf = (faulty: boolean) =>
    SCENARIOS.map((scenario) => [scenario.name, { scenario, modules: faulty ? scenario.modules : MENDED }] as const);

  it.each([...outcomeOf(true), ...outcomeOf(false)])('comes to rest: %s', async (_, { scenario, modules }) => {
    await openTablet(modules, { linked: scenario.linked });
    for (const cycle of [0, 1]) {
      await scenario.runCycle(tablet, SIZE, cycle);
      await reachQuiescence(tablet, server);
    }
    const leaders = scenario.reserves ? 2 : 0;
    const leaked = modules === MENDED ? 0 : 2 * scenario.leakedConnectionsPerCycle;
    const opened = scenario.reserves ? 4 + 2 * SIZE.sessions : 4;
    const alive = 4 + leaders + leaked;
    expect({
      idle: tablet.pool.idle,
      opened: tablet.pool.metrics.opened,
      reserved: tablet.statefulPool.size,
      sockets: tablet.activity.sockets,
      booked: tablet.book.size,
    }).toEqual({
      idle: 4,
      opened,
      reserved: leaders + leaked,
      sockets: alive,
      booked: tablet.book instanceof LeakyBook ? opened : alive,
    });
  });

  it('fails with the error of its session, after the others have ended', async () => {
    await openTablet();
    tablet.pool.close();
    const [scenario] = SCENARIOS;
    await expect(scenario?.runCycle(tablet, SIZE, 0)).rejects.toThrow('the connection pool is closed');
    expect(tablet.activity.sessions).toBe(0);
  });
});
