import { createServer } from 'node:net';
import { HeldRequests, sendHeld } from './held-requests.mjs';

/** An SMTP server that takes any message, but says so only when it is told to. */
export async function startSmtpServer() {
  const messages = new HeldRequests();
  const server = createServer((socket) => {
    let isMessage = false;
    let rest = '';
    const reply = (/** @type {string} */ line) => socket.write(`${line}\r\n`);
    socket.on('error', () => undefined);
    socket.on('data', (bytes) => {
      rest += bytes.toString('latin1');
      for (let end = rest.indexOf('\r\n'); end !== -1; end = rest.indexOf('\r\n')) {
        const line = rest.slice(0, end);
        rest = rest.slice(end + 2);
        if (isMessage) {
          if (line !== '.') continue;
          isMessage = false;
          messages.arrive(() => reply('250 taken'));
        } else if (line === 'DATA') {
          isMessage = true;
          reply('354 go on');
        } else reply('250 ok');
      }
    });
    reply('220 ready');
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  return {
    port,
    /** @param {() => Promise<unknown>} send */
    hold: (send) => sendHeld(messages, send, (take) => take()),
    close: () => server.close(),
  };
}
