import type { Profile } from '../profile-schema.js';
import { http } from './http.js';

/** Agents of `node:https`: agents of `node:http` that also keep TLS sessions. */
export const https: Profile = {
  name: 'https',
  library: {
    package: 'node:https',
    versions: '>=18.0.0 <27',
    facts: [
      {
        what: 'an Agent of node:http with the same books, and `_sessionCache` from the constructor on',
        where: 'Node.js 18.20.8 and 26.10.0, lib/https.js, function Agent',
      },
    ],
    reserved: 'A socket until its response was read to the end.',
    notes: ['The versions are those of Node.js. What extends the class keeps the same books.'],
  },
  classes: {
    agent: {
      class: 'Agent',
      fields: ['_sessionCache', 'freeSockets', 'sockets', 'requests', 'scheduling'],
      anyName: true,
    },
  },
  ...(http.pools === undefined ? {} : { pools: http.pools }),
  words: { ...http.words, pool: 'https agent', checkout: 'https.request()' },
};
