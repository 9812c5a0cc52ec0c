import { generateKeyPairSync } from 'node:crypto';
import { settle } from '../support/lending-pool.mjs';

const CHANNELS = 3;
const CLOSED = 1;

/** @type {import('../library.js').Library} */
export const library = {
  profile: 'ssh2',
  service: null,
  versions: [{ ssh2: '1.0.0' }, { ssh2: '1.17.0' }],
  async *moments({ require }) {
    const { Client, Server } = require('ssh2');
    const { privateKey } = generateKeyPairSync('rsa', {
      modulusLength: 2048,
      publicKeyEncoding: { type: 'pkcs1', format: 'pem' },
      privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
    });
    const server = new Server({ hostKeys: [privateKey] }, (peer) => {
      peer.on('error', () => undefined).on('authentication', (context) => context.accept());
      peer.on('session', (accept) => accept().on('exec', (open) => open()));
    });
    await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
    const client = new Client();
    client.connect({ host: '127.0.0.1', port: server.address().port, username: 'any', password: 'any' });
    await new Promise((resolve, reject) => client.once('ready', resolve).once('error', reject));
    const execute = () =>
      new Promise((resolve, reject) => {
        client.exec('wait', (error, channel) => (error ? reject(error) : resolve(channel)));
      });
    // Client and server are both in this process, and each books its end of a channel.
    const known = (/** @type {number} */ open) => ({ pools: 2, leased: 2 * open });
    yield { moment: 'at rest', said: {}, known: known(0) };

    const channels = [];
    for (let count = 0; count < CHANNELS; count += 1) channels.push(await execute());
    yield { moment: 'under load', said: {}, known: known(CHANNELS) };

    for (const channel of channels.slice(0, CLOSED)) channel.close();
    await settle();
    yield { moment: 'after load', said: {}, known: known(CHANNELS - CLOSED) };
    client.end();
    server.close();
  },
};
