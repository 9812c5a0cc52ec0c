import type { Profile } from '../profile-schema.js';

/** Sessions of `node:http2`, on either side: a connection that lends streams. */
export const http2: Profile = {
  name: 'http2',
  library: {
    package: 'node:http2',
    versions: '>=18.0.0 <27',
    facts: [
      {
        what: 'open streams in the Map `streams` of the state, by id; those without an id yet in the Set `pendingStreams`',
        where: 'Node.js 18.20.8 and 26.10.0, lib/internal/http2/core.js, class Http2Session',
      },
      {
        what: '`<symbol socket>` is undefined once the session is destroyed, and a socket before',
        where: 'Node.js 18.20.8, 20.20.2, 22.23.3, 24.21.0 and 26.10.0, in their snapshots',
      },
    ],
    reserved: 'A stream until both sides have ended it.',
    notes: [
      'The versions are those of Node.js.',
      'A client books a stream as soon as it is asked for, also beyond what the server allows at once.',
    ],
  },
  classes: {
    session: {
      class: ['ClientHttp2Session', 'ServerHttp2Session'],
      fields: ['<symbol proxySocket>', '<symbol state>', '<symbol alpnProtocol>'],
    },
  },
  connections: ['session'],
  deadWhen: [{ class: 'session', field: '<symbol socket>', exists: false }],
  pools: [
    {
      class: 'session',
      ledgers: [
        { field: '<symbol state>.streams', role: 'leased' },
        { field: '<symbol state>.pendingStreams', role: 'pending' },
      ],
    },
  ],
  words: {
    pool: 'http2 session',
    resource: 'http2 stream',
    checkout: 'session.request()',
    release: 'stream.close()',
    close: 'session.close()',
  },
};
