import type { Profile } from '../profile-schema.js';

/** amqplib: a connection that lends channels. */
export const amqplib: Profile = {
  name: 'amqplib',
  library: {
    package: 'amqplib',
    versions: '>=0.8.0 <3',
    facts: [
      {
        what: '`channels` lists `{ channel, buffer }` by number; number 0 is the connection’s own, null stands for closed ones',
        where: 'amqplib 0.8.0 and 2.3.1, lib/connection.js, freshChannel and releaseChannel',
      },
      { what: '`channelMax` as agreed with the server', where: 'amqplib 2.3.1, lib/connection.js, open' },
      { what: '`pending` of a closed channel is null', where: 'amqplib 0.8.0 and 2.3.1, lib/channel.js, toClosed' },
      { what: '`expectSocketClose` once a connection is closed', where: 'amqplib 2.3.1, lib/connection.js, toClosed' },
    ],
    reserved: 'A channel, from `createChannel()` to `close()`.',
  },
  classes: {
    connection: {
      class: 'Connection',
      fields: ['muxer', 'freeChannels', 'channels', 'expectSocketClose'],
      anyName: true,
    },
    channel: {
      class: ['Channel', 'ConfirmChannel'],
      fields: ['unconfirmed', 'handleMessage', 'consumers', 'connection', 'pending'],
      anyName: true,
    },
  },
  connections: ['connection', 'channel'],
  pools: [
    {
      class: 'connection',
      ledgers: [
        { field: 'channels', entry: 'channel', role: 'leased', when: [{ field: 'channel.connection', exists: true }] },
      ],
      figures: { size: 'leased' },
      maximum: 'channelMax',
      closedWhen: [{ field: 'expectSocketClose', equals: true }],
      acquire: [{ method: 'freshChannel', gives: 'argument' }],
      release: [{ method: 'toClosed', of: 'channel' }],
    },
  ],
  deadWhen: [
    { class: 'channel', field: 'pending', equals: null },
    { class: 'connection', field: 'expectSocketClose', equals: true },
  ],
  words: {
    pool: 'AMQP connection',
    resource: 'AMQP channel',
    checkout: 'connection.createChannel()',
    release: 'channel.close()',
    close: 'channel.close()',
  },
};
