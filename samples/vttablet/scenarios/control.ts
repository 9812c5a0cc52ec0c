import { MENDED } from '../parts.js';
import type { Setting } from '../setting.js';
import type { Tablet } from '../tablet.js';
import type { Scenario } from './scenario.js';

/** One session in so many wants a setting, so that the pool's other stacks are used too. */
const SETTING_EVERY = 4;

/**
 * The load of `stale-link` without reservations, on the same faulty pool. Nothing grows: entries that go back onto
 * the stack get a new `next`. So the leak shows only where reservations are used.
 */
export const control: Scenario = {
  name: 'control',
  summary: 'the load of stale-link without reservations, on the same faulty pool: clean',
  modules: { ...MENDED, ConnStack: () => import('../conn-stack.js') },
  linked: false,
  reserves: false,
  maxLeaders: 0,
  leakedConnectionsPerCycle: 0,
  runCycle: async (tablet, size) => {
    const strict = tablet.settings.get("SET @@sql_mode = 'STRICT_ALL_TABLES'", 'SET @@sql_mode = DEFAULT');
    const outcomes = await Promise.allSettled(
      Array.from({ length: size.sessions }, (_, index) =>
        runQuery(tablet, index % SETTING_EVERY === 0 ? strict : null),
      ),
    );
    for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason;
  },
};

async function runQuery(tablet: Tablet, setting: Setting | null): Promise<void> {
  tablet.activity.sessions += 1;
  try {
    const pooled = await tablet.pool.get(setting);
    try {
      await pooled.conn.query('SELECT 1 AS work');
    } finally {
      await pooled.recycle();
    }
  } finally {
    tablet.activity.sessions -= 1;
  }
}
