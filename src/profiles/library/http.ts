import type { Profile } from '../profile-schema.js';

/** Agents of `node:http`, and what extends them. */
export const http: Profile = {
  name: 'http',
  library: {
    package: 'node:http',
    versions: '>=18.0.0 <27',
    facts: [
      {
        what: 'sockets with a request in `sockets`, idle ones in `freeSockets`, requests that wait in `requests`: arrays by host',
        where: 'Node.js 18.20.8 and 26.10.0, lib/_http_agent.js, class Agent',
      },
      {
        what: 'a request has its response in `res` once the headers are there; who reads it listens for `data` or `readable`',
        where:
          'Node.js 18.20.8 and 26.10.0, lib/_http_client.js, parserOnIncomingClient, and lib/internal/streams/readable.js',
      },
      { what: '`maxSockets` bounds the sockets to one host', where: 'Node.js 26.10.0, lib/_http_agent.js, addRequest' },
    ],
    reserved: 'A socket until its response was read to the end.',
    notes: ['The versions are those of Node.js. What extends the class keeps the same books.'],
  },
  classes: {
    agent: { class: 'Agent', fields: ['freeSockets', 'sockets', 'requests', 'scheduling'], anyName: true },
  },
  pools: [
    {
      class: 'agent',
      ledgers: [
        { field: 'sockets.*', role: 'leased' },
        { field: 'freeSockets.*', role: 'idle' },
        { field: 'requests.*', role: 'pending' },
      ],
      maximum: 'maxSockets',
      maximumPer: 'key',
      workingWhen: [
        { field: '_httpMessage.res', exists: false },
        { field: '_httpMessage.res._readableState.buffer.*', exists: false },
        { field: '_httpMessage.res._events.data', exists: true },
        { field: '_httpMessage.res._events.readable', exists: true },
      ],
    },
  ],
  words: {
    pool: 'http agent',
    resource: 'socket',
    checkout: 'http.request()',
    release: 'response.resume()',
    close: 'agent.destroy()',
  },
};
