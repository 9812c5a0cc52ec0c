import type { Profile } from '../profile-schema.js';

/** gRPC in JavaScript: subchannels, each with one http2 session, shared by the channels of a process. */
export const grpcJs: Profile = {
  name: 'grpc-js',
  library: {
    package: '@grpc/grpc-js',
    versions: '>=1.0.0 <2',
    facts: [
      {
        what: '`pool` lists `{ subchannel, … }` by target of the channel',
        where: '@grpc/grpc-js 1.0.0 and 1.14.7, build/src/subchannel-pool.js, class SubchannelPool',
      },
      {
        what: 'what no channel uses is dropped every ten seconds',
        where: '@grpc/grpc-js 1.0.0 and 1.14.7, build/src/subchannel-pool.js, ensureCleanupTask',
      },
    ],
    notes: [
      'A subchannel without a session is idle, not dead: it connects again when it is needed.',
      'Which channels use a subchannel is a count, and no list.',
    ],
  },
  classes: {
    pool: { class: 'SubchannelPool', fields: ['cleanupTimer', 'pool'] },
    subchannel: {
      class: 'Subchannel',
      fields: ['continueConnecting', 'subchannelAddress', 'stateListeners', 'backoffTimeout'],
      anyName: true,
    },
  },
  connections: ['subchannel'],
  pools: [{ class: 'pool', ledgers: [{ field: 'pool.*', entry: 'subchannel', role: 'all' }] }],
  words: {
    pool: 'gRPC subchannel pool',
    resource: 'gRPC subchannel',
    checkout: 'new Client()',
    release: 'client.close()',
    close: 'client.close()',
  },
};
