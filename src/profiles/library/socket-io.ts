import type { Profile } from '../profile-schema.js';

/** socket.io: the sockets of a namespace, and the connections of the engine below. */
export const socketIo: Profile = {
  name: 'socket.io',
  library: {
    package: ['socket.io', 'engine.io'],
    versions: '>=4.0.0 <5',
    facts: [
      {
        what: 'sockets of a namespace in the Map `sockets`, by id',
        where: 'socket.io 4.0.0 and 4.8.4, dist/namespace.js, class Namespace',
      },
      {
        what: 'connections in the object `clients` by id, with `clientsCount`',
        where: 'engine.io 5.0.0, lib/server.js, and 6.6.12, build/server.js, class Server',
      },
      {
        what: 'a socket that was closed is `disconnected`, later has a `join` of its own that does nothing',
        where: 'socket.io 4.0.0 and 4.8.4, dist/socket.js, _onclose',
      },
      {
        what: 'state `closed` once a connection is gone',
        where: 'engine.io 5.0.0, lib/socket.js, and 6.6.12, build/socket.js, onClose',
      },
    ],
    reserved: 'A socket that the server accepted is its peer’s: it stays until one side disconnects.',
  },
  classes: {
    namespace: { class: 'Namespace', fields: ['sockets', '_fns', 'adapter', 'server', 'name'], anyName: true },
    engine: { class: 'Server', fields: ['clients', 'opts', 'ws'] },
    socket: { class: 'Socket', fields: ['nsp', 'client', 'acks', 'fns', 'handshake'], anyName: true },
    connection: {
      class: 'Socket',
      fields: ['packetsFn', 'sentCallbackFn', 'cleanupFn', 'server', 'request'],
      anyName: true,
    },
  },
  connections: ['socket', 'connection'],
  pools: [
    { class: 'namespace', ledgers: [{ field: 'sockets', role: 'all' }] },
    {
      class: 'engine',
      ledgers: [{ field: 'clients', role: 'all' }],
      words: { pool: 'engine.io server', resource: 'engine.io connection', close: 'connection.close()' },
    },
  ],
  deadWhen: [
    { class: 'socket', field: 'disconnected', equals: true },
    { class: 'socket', field: 'join', exists: true },
    { class: 'connection', field: 'readyState', equals: 'closed' },
    { class: 'connection', field: '_readyState', equals: 'closed' },
  ],
  words: {
    pool: 'socket.io namespace',
    resource: 'socket.io socket',
    release: 'socket.disconnect()',
    close: 'socket.disconnect(true)',
  },
};
