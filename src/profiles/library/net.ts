import type { Profile } from '../profile-schema.js';

/** Servers of `node:net` and all that is built on them (`node:http`, `node:tls`): the sockets they have accepted. */
export const net: Profile = {
  name: 'net',
  library: {
    package: 'node:net',
    versions: '>=18.0.0 <27',
    facts: [
      {
        what: '`_server` of a socket is the server that accepted it; `_connections` counts those that are open',
        where: 'Node.js 18.20.8 and 26.10.0, lib/net.js, onconnection and Socket.prototype._destroy',
      },
      { what: '`maxConnections` is a property only once it was set', where: 'Node.js 26.10.0, lib/net.js, Server' },
      { what: 'a socket without a handle is closed', where: 'Node.js 26.10.0, lib/net.js, Socket.prototype._destroy' },
    ],
    reserved: 'A socket that a server accepted is its peer’s: it stays until one side ends it.',
    notes: [
      'The versions are those of Node.js.',
      'A server keeps no list of its sockets: they are found by their `_server`.',
    ],
  },
  classes: {
    server: {
      class: 'Server',
      fields: ['_usingWorkers', '_workers', 'pauseOnConnect', 'allowHalfOpen'],
      anyName: true,
    },
    socket: { class: 'Socket', fields: ['_server', '<symbol kHandle>', '_pendingData'] },
  },
  connections: ['socket'],
  pools: [
    {
      class: 'server',
      ledgers: [
        { members: 'socket', via: '_server', role: 'all', when: [{ field: '<symbol kHandle>', exists: true }] },
      ],
      maximum: 'maxConnections',
    },
  ],
  words: { pool: 'server', resource: 'socket', release: 'socket.end()', close: 'socket.destroy()' },
};
