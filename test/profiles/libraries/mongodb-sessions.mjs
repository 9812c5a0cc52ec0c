import { startMongoServer } from '../support/mongo-server.mjs';

const SESSIONS = 5;
const ENDED = 2;

/** @type {import('../library.js').Library} */
export const library = {
  profile: 'mongodb sessions',
  service: null,
  versions: [{ mongodb: '4.11.0' }, { mongodb: '7.9.0' }],
  async *moments({ load }) {
    const { MongoClient } = await load('mongodb');
    const server = await startMongoServer(await load('bson'));
    const client = new MongoClient(`mongodb://127.0.0.1:${server.port}/?directConnection=true`);
    await client.connect();
    const said = () => ({ pools: 1, leased: client.s.activeSessions.size });
    yield { moment: 'at rest', said: said(), known: {} };

    const sessions = Array.from({ length: SESSIONS }, () => client.startSession());
    for (const session of sessions) await client.db('test').command({ ping: 1 }, { session });
    yield { moment: 'under load', said: said(), known: {} };

    for (const session of sessions.slice(0, ENDED)) await session.endSession();
    yield { moment: 'after load', said: said(), known: {} };
    await client.close();
    server.close();
  },
};
