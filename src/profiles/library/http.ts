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
