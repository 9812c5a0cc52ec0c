import { Buffer } from 'node:buffer';

const KEY = Buffer.from('a key that both sides know');

/** What TLS needs without a certificate, as none can be made here: a key that both sides have, and a cipher for it. */
const CIPHERS = { ciphers: 'PSK-AES128-GCM-SHA256', maxVersion: /** @type {const} */ ('TLSv1.2') };

/** @type {import('node:tls').TlsOptions} */
export const SERVER_TLS = { ...CIPHERS, pskCallback: () => KEY };

/** @type {import('node:tls').ConnectionOptions} */
export const CLIENT_TLS = {
  ...CIPHERS,
  pskCallback: () => ({ psk: KEY, identity: 'test' }),
  checkServerIdentity: () => undefined,
};
