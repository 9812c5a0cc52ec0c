import type { Profile } from '../profile-schema.js';

/** ws: a server and its WebSockets, and those of clients. */
export const ws: Profile = {
  name: 'ws',
  library: {
    package: 'ws',
    versions: '>=7.0.0 <9',
    facts: [
      {
        what: 'open WebSockets in the Set `clients`, unless `clientTracking` is off; deleted on `close`',
        where: 'ws 7.0.0 and 8.23.0, lib/websocket-server.js, completeUpgrade',
      },
      { what: '`_server` is null after close()', where: 'ws 7.0.0 and 8.23.0, lib/websocket-server.js, close' },
      { what: 'the state is 3 once it is closed', where: 'ws 7.0.0 and 8.23.0, lib/websocket.js, emitClose' },
    ],
    reserved: 'A WebSocket that the server accepted is its peer’s: it stays until one side closes it.',
  },
  classes: {
    server: { class: 'WebSocketServer', fields: ['_removeListeners', 'clients', '_server', 'options'], anyName: true },
    socket: {
      class: 'WebSocket',
      fields: ['_closeFrameReceived', '_closeFrameSent', '_receiver', '_sender', '_socket'],
      anyName: true,
    },
  },
  connections: ['socket'],
  pools: [
    {
      class: 'server',
      ledgers: [{ field: 'clients', role: 'all' }],
      closedWhen: [{ field: '_server', equals: null }],
    },
  ],
  deadWhen: [
    { class: 'socket', field: '_readyState', equals: 3 },
    { class: 'socket', field: 'readyState', equals: 3 },
  ],
  words: { pool: 'WebSocket server', resource: 'WebSocket', release: 'socket.close()', close: 'socket.terminate()' },
};
