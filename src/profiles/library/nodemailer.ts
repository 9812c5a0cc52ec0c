import type { Profile } from '../profile-schema.js';

/** Nodemailer with `pool: true`. */
export const nodemailer: Profile = {
  name: 'nodemailer',
  library: {
    package: 'nodemailer',
    versions: '>=6.0.0 <11',
    facts: [
      {
        what: 'all connections in `_connections`, messages that wait in `_queue`',
        where: 'nodemailer 6.0.0, lib/smtp-pool/index.js, and 10.6.0, dist/cjs/smtp-pool/index.js, class SMTPPool',
      },
      {
        what: '`available` is false while a connection sends',
        where: 'nodemailer 6.0.0, lib/smtp-pool/index.js, and 10.6.0, dist/cjs/smtp-pool/index.js, _processMessages',
      },
      {
        what: '`options.maxConnections`, 5 unless said otherwise',
        where: 'nodemailer 10.6.0, dist/cjs/smtp-pool/index.js, constructor of SMTPPool',
      },
      { what: '`_closed` after close()', where: 'nodemailer 10.6.0, dist/cjs/smtp-pool/index.js, close' },
    ],
    reserved: 'A connection while it sends one message.',
  },
  classes: {
    pool: { class: 'SMTPPool', fields: ['_rateLimit', '_connections', '_queue', 'idling'], anyName: true },
    resource: { class: 'PoolResource', fields: ['_connected', '_connection', 'available', 'pool'], anyName: true },
    connection: {
      class: 'SMTPConnection',
      fields: ['alreadySecured', 'secureConnection', '_responseActions', '_socket'],
      anyName: true,
    },
  },
  connections: ['connection'],
  wrappers: ['resource'],
  pools: [
    {
      class: 'pool',
      ledgers: [
        { field: '_connections', role: 'all' },
        { field: '_connections.*', kind: 'one', role: 'leased', when: [{ field: 'available', equals: false }] },
        { field: '_queue', role: 'pending' },
      ],
      figures: { idle: 'all - leased' },
      maximum: 'options.maxConnections',
      closedWhen: [{ field: '_closed', equals: true }],
    },
  ],
  words: {
    pool: 'SMTP pool',
    resource: 'SMTP connection',
    checkout: 'transporter.sendMail()',
    close: 'transporter.close()',
  },
};
