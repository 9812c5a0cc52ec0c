import type { Profile } from '../profile-schema.js';

/** NATS: a connection and its subscriptions. */
export const nats: Profile = {
  name: 'nats',
  library: {
    package: 'nats',
    versions: '>=2.7.0 <3',
    facts: [
      {
        what: 'subscriptions in the Map `subscriptions.subs`, by number',
        where: 'nats 2.7.0, lib/nats-base-client/subscriptions.js, and 2.29.3, lib/nats-base-client/protocol.js',
      },
      {
        what: '`_closed` once a connection is closed for good',
        where: 'nats 2.7.0 and 2.29.3, lib/nats-base-client/protocol.js, _close',
      },
    ],
    reserved: 'A subscription, from `subscribe()` to `unsubscribe()` or `drain()`.',
  },
  classes: {
    connection: {
      class: 'ProtocolHandler',
      fields: ['muxSubscriptions', 'subscriptions', 'outbound', 'heartbeats', '_closed'],
      anyName: true,
    },
  },
  connections: ['connection'],
  pools: [
    {
      class: 'connection',
      ledgers: [{ field: 'subscriptions.subs', role: 'leased' }],
      figures: { size: 'leased' },
      closedWhen: [{ field: '_closed', equals: true }],
    },
  ],
  deadWhen: [{ class: 'connection', field: '_closed', equals: true }],
  words: {
    pool: 'NATS connection',
    resource: 'NATS subscription',
    checkout: 'connection.subscribe()',
    release: 'subscription.unsubscribe()',
    close: 'connection.close()',
  },
};
