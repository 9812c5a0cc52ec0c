import type { Profile } from '../profile-schema.js';

/** Sessions of MongoDB's driver, leased from a client independently of its connection pools. */
export const mongodbSessions: Profile = {
  name: 'mongodb sessions',
  library: {
    package: 'mongodb',
    versions: '>=4.11.0 <8',
    facts: [
      {
        what: 'sessions that have not ended in the Set `s.activeSessions` of the client',
        where: 'mongodb 4.11.0 and 7.9.0, lib/mongo_client.js, startSession',
      },
      {
        what: '`hasEnded` after endSession()',
        where: 'mongodb 4.11.0 and 7.9.0, lib/sessions.js, class ClientSession',
      },
    ],
    reserved:
      'A session, from `startSession()` to `endSession()`; it has a connection only in a transaction, if at all.',
    notes: ['A command without a session of its own has one until it is answered.'],
  },
  classes: {
    client: { class: 'MongoClient', fields: ['s'] },
    session: { class: 'ClientSession', fields: ['sessionPool', 'hasEnded', 'clientOptions'], anyName: true },
  },
  reservations: ['session'],
  pools: [
    {
      class: 'client',
      ledgers: [{ field: 's.activeSessions', role: 'leased' }],
      figures: { size: 'leased' },
      acquire: [{ method: 'startSession' }],
      release: [{ method: 'endSession', of: 'session' }],
    },
  ],
  deadWhen: [{ class: 'session', field: 'hasEnded', equals: true }],
  words: {
    pool: 'MongoDB client',
    resource: 'MongoDB session',
    checkout: 'client.startSession()',
    release: 'session.endSession()',
    close: 'session.endSession()',
  },
};
