import { createServer } from 'node:net';

const METADATA = 3;
const API_VERSIONS = 18;
/** Requests that are answered as their first version says; a client that hears of no more asks for no more. */
const KNOWN = [METADATA, API_VERSIONS];

/** A Kafka broker that knows itself and no topic. */
export async function startKafkaBroker() {
  const server = createServer((socket) => {
    let rest = Buffer.alloc(0);
    socket.on('error', () => undefined);
    socket.on('data', (bytes) => {
      rest = Buffer.concat([rest, bytes]);
      while (rest.length >= 4 && rest.length >= 4 + rest.readInt32BE(0)) {
        const request = rest.subarray(4, 4 + rest.readInt32BE(0));
        rest = rest.subarray(4 + request.length);
        const body = request.readInt16BE(0) === METADATA ? metadata() : apiVersions();
        socket.write(Buffer.concat([int32(4 + body.length), request.subarray(4, 8), body]));
      }
    });
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());

  /** One broker, no topics. */
  const metadata = () => Buffer.concat([int32(1), int32(0), text('127.0.0.1'), int32(port), int32(0)]);
  /** No error, then the span of versions of each request. */
  const apiVersions = () =>
    Buffer.concat([int16(0), int32(KNOWN.length), ...KNOWN.flatMap((key) => [int16(key), int16(0), int16(0)])]);

  return {
    port,
    /** @returns {Promise<number>} connections that are open */
    connections: () =>
      new Promise((resolve, reject) => {
        server.getConnections((error, count) => (error === null ? resolve(count) : reject(error)));
      }),
    close: () => server.close(),
  };
}

/** @param {number} value */
function int16(value) {
  const bytes = Buffer.alloc(2);
  bytes.writeInt16BE(value);
  return bytes;
}

/** @param {number} value */
function int32(value) {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return bytes;
}

/** @param {string} value */
function text(value) {
  return Buffer.concat([int16(value.length), Buffer.from(value)]);
}
