import { once } from 'node:events';
import { connect, createServer } from 'node:http2';
import { settle } from '../support/lending-pool.mjs';

const MAX = 3;
const MORE = 2;

/** @type {import('../library.js').Library} */
export const library = {
  profile: 'http2',
  service: null,
  versions: [{ node: '18' }, { node: '20' }, { node: '22' }, { node: '24' }, { node: '26' }],
  async *moments() {
    const server = createServer({ settings: { maxConcurrentStreams: MAX } });
    /** @type {import('node:http2').ServerHttp2Stream[]} */
    const arrived = [];
    server.on('stream', (stream) => void arrived.push(stream));
    await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
    const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
    const session = connect(`http://127.0.0.1:${port}`);
    await once(session, 'remoteSettings');
    // Both ends of the connection are in this process, and each books the streams that it knows.
    const known = (/** @type {number} */ client, /** @type {number} */ peer) => ({
      pools: 2,
      leased: client + peer,
      pending: 0,
    });
    await settle();
    yield { moment: 'at rest', said: {}, known: known(0, 0) };

    const streams = Array.from({ length: MAX }, () => session.request().resume());
    await settle();
    yield { moment: 'under load', said: {}, known: known(MAX, MAX) };

    streams.push(...Array.from({ length: MORE }, () => session.request().resume()));
    arrived[0].respond();
    arrived[0].end();
    await settle();
    // The client books what it asked for, the server what it has let in.
    yield { moment: 'after load', said: {}, known: known(MAX + MORE - 1, MAX) };
    session.destroy();
    server.close();
  },
};
