import { describe, expect, test } from 'vitest';
import type { ClusterDifference } from '../../support/case-support.js';
import { HISTORY, judgeIn, KINDS, type Scene, SUSPECT } from './cluster-scene.js';

/**
 * ```
 *   Hub ──rows──▶ Map ──key──▶ "key 0" ◀──id── Client ──socket──▶ Socket ──_handle──▶ TCP
 *                  └──value──▶ Row               (a Client for each of the 60 rows)
 * ```
 */
function connect({ heap, rows, born }: Scene, isInbound = false): void {
  const server = heap.object('Server');
  const clients = rows.map((row, index) => {
    const round = born.get(row) ?? 0;
    const socket = heap.object('Socket');
    socket.property('_handle', heap.handle('TCP', socket));
    if (isInbound) socket.property('server', server);
    const client = heap.object('Client').property('id', `key ${index}`).property('socket', socket);
    born.set(socket, round).set(client, round);
    return client;
  });
  heap.global.property('clients', heap.array(clients));
}

const keyed = await judgeIn((scene) => connect(scene), { isMap: true });
const accepted = await judgeIn((scene) => connect(scene, true), { isMap: true });

describe('entries that are named by open connections', () => {
  test.each(KINDS)('are suspects: %s', (kind) => {
    expect(keyed({ kind })).toBe('grown suspect: no-death, keyed-by-living');
  });

  test('are a note where the connections were accepted', () => {
    expect(accepted()).toBe('grown note: no-death, keyed-by-living');
  });

  test('are a note in a history of dead objects', () => {
    expect(keyed(HISTORY)).toBe('history note: keyed-by-living');
  });

  test('are looked for where it is a suspect, but not where it is a note', () => {
    expect(accepted(SUSPECT)).toBe('grown note: no-death, short-series, keyed-by-living');
    expect(accepted({ perRound: [40, 36, 23] })).toBe('grown note: no-death, slows-down');
  });

  test.each<[string, ClusterDifference]>([
    ['listeners', { kind: 'listener-pileup' }],
    ['what is lent', { isLent: true }],
    ['what something else than growth proves', { restsOnGrowth: false }],
    ['a place that lists nothing', { containers: [] }],
  ])('are not asked of %s', (_, difference) => {
    expect(keyed(difference)).toBe('grown leak: no-death');
  });

  test('do not matter where there are more than the limit', async () => {
    const past = await judgeIn(
      (scene) => {
        connect(scene);
        scene.hub.property('maxRows', 59);
      },
      { isMap: true },
    );
    expect(past()).toBe('grown leak: no-death');
  });
});
