import type { Profile } from '../profile-schema.js';

/** ssh2: a connection that lends channels, on either side. */
export const ssh2: Profile = {
  name: 'ssh2',
  library: {
    package: 'ssh2',
    versions: '>=1.0.0 <2',
    facts: [
      {
        what: 'open channels in `_chanMgr._channels` by number; `true` while one is being opened',
        where: 'ssh2 1.0.0 and 1.17.0, lib/utils.js, class ChannelManager',
      },
      {
        what: 'the client of a program, and the client as its server sees it, have one each',
        where: 'ssh2 1.0.0 and 1.17.0, lib/client.js and lib/server.js',
      },
    ],
    reserved: 'A channel, from `exec()`, `shell()`, `sftp()` and the like until both sides have closed it.',
  },
  classes: {
    client: { class: 'Client', fields: ['_chanMgr', '_protocol', '_sock'], anyName: true },
    channel: {
      class: 'Channel',
      fields: ['_waitChanDrain', '_waitWindow', 'incoming', 'outgoing', '_client'],
      anyName: true,
    },
  },
  connections: ['client', 'channel'],
  pools: [{ class: 'client', ledgers: [{ field: '_chanMgr._channels', role: 'leased' }], figures: { size: 'leased' } }],
  words: {
    pool: 'SSH connection',
    resource: 'SSH channel',
    checkout: 'client.exec()',
    release: 'channel.close()',
    close: 'client.end()',
  },
};
