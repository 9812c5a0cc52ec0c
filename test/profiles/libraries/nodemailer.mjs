import { lendingPool } from '../support/lending-pool.mjs';
import { startSmtpServer } from '../support/smtp-server.mjs';

const MAX = 4;

/** @type {import('../library.js').Library} */
export const library = {
  profile: 'nodemailer',
  service: null,
  versions: [{ nodemailer: '6.0.0' }, { nodemailer: '10.6.0' }],
  async *moments({ require }) {
    const { createTransport } = require('nodemailer');
    const server = await startSmtpServer();
    const transport = createTransport({
      pool: true,
      host: '127.0.0.1',
      port: server.port,
      maxConnections: MAX,
      maxMessages: 1000,
      ignoreTLS: true,
    });
    const message = { from: 'a@example.org', to: 'b@example.org', subject: 'held', text: 'held' };
    yield* lendingPool({
      max: MAX,
      checkOut: () => server.hold(() => transport.sendMail(message)),
      giveBack: (sending) => sending.giveBack(),
      // The library says only whether it takes more: `isIdle()`.
      books: () => ({}),
      known: (figures) => figures,
      close: (sendings) => Promise.all(sendings.map((sending) => sending.giveBack())),
    });
    transport.close();
    server.close();
  },
};
