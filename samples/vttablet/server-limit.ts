import { Activity } from './activity.js';
import { type Book, DbConnection, type ServerAddress } from './db-connection.js';
import { OptionError, type Options } from './options.js';

/** Connections left to others, and to an administrator who wants to see what is going on. */
const HEADROOM = 5;

/**
 * Refuses a run on a real server that does not allow as many connections as the run will open, before it starts:
 * the server would refuse them in the middle, and everybody else's with them.
 * @throws OptionError with the figures
 */
export async function assertServerAllows(options: Options, server: ServerAddress, book: Book): Promise<void> {
  const limit = await readLimit(server, book);
  const need = mostConnections(options) + HEADROOM;
  if (need <= limit) return;
  throw new OptionError(
    `this run needs up to ${need} connections, the server allows ${limit}: lower --leaders, --rounds, --cycles or --sessions`,
  );
}

/** The pool, one burst on top of it, the leaders, and what the fault leaves open. */
function mostConnections(options: Options): number {
  const { scenario, fixed, poolSize, sessions } = options;
  if (!scenario.reserves) return poolSize;
  // Serving has no end: count on the leaders that are allowed, and let the server speak for the leaked ones.
  const cycles = options.out === null ? Number.POSITIVE_INFINITY : options.warmUp + options.rounds * options.cycles;
  const leaders = Math.min(cycles, options.leaders, scenario.maxLeaders ?? Number.POSITIVE_INFINITY);
  const leaked =
    fixed || options.out === null ? 0 : cycles * Math.min(scenario.leakedConnectionsPerCycle, sessions - 1);
  return poolSize + sessions + leaders + leaked;
}

/** What the server allows in all, or this user if that is less. 0 means that a user has no limit of its own. */
async function readLimit(server: ServerAddress, book: Book): Promise<number> {
  const conn = await DbConnection.open(server, book, new Activity());
  try {
    const [row] = await conn.query('SELECT @@max_connections AS inAll, @@max_user_connections AS perUser');
    const perUser = Number(row?.['perUser']);
    return Math.min(Number(row?.['inAll']), perUser === 0 ? Number.POSITIVE_INFINITY : perUser);
  } finally {
    conn.close();
  }
}
