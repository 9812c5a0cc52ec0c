/**
 * The smallest server that an SQL Server driver takes for one: it lets everybody in and answers each request with an
 * empty result. Only what [MS-TDS] asks of the server's side of a login and of a request without rows; no encryption.
 */
import { once } from 'node:events';
import { createServer } from 'node:net';

const HEADER_BYTES = 8;
const REQUEST = { batch: 0x01, call: 0x03, transaction: 0x0e, login: 0x10, preLogin: 0x12 };
const END_OF_MESSAGE = 0x01;

/** @returns {Promise<{ port: number, close: () => void }>} */
export async function startTdsServer() {
  const sockets = new Set();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => socket.destroy());
    let received = Buffer.alloc(0);
    socket.on('data', (bytes) => {
      received = Buffer.concat([received, bytes]);
      while (received.length >= HEADER_BYTES && received.length >= received.readUInt16BE(2)) {
        const length = received.readUInt16BE(2);
        const [type, status] = received;
        received = received.subarray(length);
        if ((status & END_OF_MESSAGE) !== 0) socket.write(packet(answerTo(type)));
      }
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: server.address().port,
    close: () => {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}

function answerTo(type) {
  switch (type) {
    case REQUEST.preLogin:
      return PRE_LOGIN;
    case REQUEST.login:
      return Buffer.concat([loginAck(), DONE]);
    case REQUEST.transaction:
      return Buffer.concat([BEGIN_TRANSACTION, DONE]);
    default:
      return DONE;
  }
}

/** Options VERSION at offset 11 and ENCRYPTION at offset 17, the end of the list, then their values. */
const PRE_LOGIN = Buffer.from([0, 0, 11, 0, 6, 1, 0, 17, 0, 1, 0xff, 16, 0, 0, 0, 0, 0, /* not supported */ 2]);

/** Token DONE: final, no count. */
const DONE = Buffer.from([0xfd, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);

/** Token ENVCHANGE of type 8: a transaction of eight bytes begins, none was before. */
const BEGIN_TRANSACTION = Buffer.from([0xe3, 11, 0, 8, 8, 1, 0, 0, 0, 0, 0, 0, 0, 0]);

/** Token LOGINACK: Transact-SQL, TDS 7.4, a program without a name, version 16. */
function loginAck() {
  const body = Buffer.from([1, 0x74, 0, 0, 0x04, 0, 16, 0, 0, 0]);
  const head = Buffer.from([0xad, body.length, 0]);
  return Buffer.concat([head, body]);
}

function packet(body) {
  const header = Buffer.from([0x04, END_OF_MESSAGE, 0, 0, 0, 0, 1, 0]);
  header.writeUInt16BE(HEADER_BYTES + body.length, 2);
  return Buffer.concat([header, body]);
}
