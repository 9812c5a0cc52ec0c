import { createServer } from 'node:net';

const OP_REPLY = 1;
const OP_QUERY = 2004;
const OP_MSG = 2013;
const HEADER_BYTES = 16;

/** What a stand-alone server of today says of itself. */
const HELLO = {
  helloOk: true,
  ismaster: true,
  isWritablePrimary: true,
  maxBsonObjectSize: 16_777_216,
  maxMessageSizeBytes: 48_000_000,
  maxWriteBatchSize: 100_000,
  minWireVersion: 0,
  maxWireVersion: 21,
  readOnly: false,
  // That it has sessions at all.
  logicalSessionTimeoutMinutes: 30,
};

/**
 * As much of MongoDB's wire protocol as a driver's pool needs: every command is answered at once, but for `hold`,
 * which is answered when the program says so.
 *
 * @param {{ serialize: (document: object) => Uint8Array, deserialize: (bytes: Buffer) => object }} bson the driver's own
 */
export async function startMongoServer(bson) {
  /** @type {(() => void)[]} */
  const held = [];
  /** @type {((answer: () => void) => void)[]} */
  const holders = [];

  const server = createServer((socket) => {
    let rest = Buffer.alloc(0);
    socket.on('error', () => undefined);
    socket.on('data', (bytes) => {
      rest = Buffer.concat([rest, bytes]);
      while (rest.length >= HEADER_BYTES && rest.length >= rest.readInt32LE(0)) {
        const message = rest.subarray(0, rest.readInt32LE(0));
        rest = rest.subarray(message.length);
        receive(socket, message);
      }
    });
  });

  /** @param {import('node:net').Socket} socket @param {Buffer} message */
  function receive(socket, message) {
    const id = message.readInt32LE(4);
    const operation = message.readInt32LE(12);
    const command = bson.deserialize(operation === OP_QUERY ? documentOfQuery(message) : documentOfMessage(message));
    const answer = () => socket.write(frame(operation === OP_QUERY ? OP_REPLY : OP_MSG, id, { ...HELLO, ok: 1 }));
    if (!('hold' in command)) return void answer();
    const holder = holders.shift();
    if (holder === undefined) held.push(answer);
    else holder(answer);
  }

  /** @param {number} operation @param {number} answers @param {object} document */
  function frame(operation, answers, document) {
    const body = bson.serialize(document);
    // Of a reply: flags, cursor, first, number of documents. Of a message: flags, kind of the section.
    const prefix = Buffer.alloc(operation === OP_REPLY ? 20 : 5);
    if (operation === OP_REPLY) prefix.writeInt32LE(1, HEADER_BYTES);
    const header = Buffer.alloc(HEADER_BYTES);
    header.writeInt32LE(HEADER_BYTES + prefix.length + body.length, 0);
    header.writeInt32LE(answers, 8);
    header.writeInt32LE(operation, 12);
    return Buffer.concat([header, prefix, body]);
  }

  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
  const address = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    /**
     * Sends a command that is to stay without an answer.
     *
     * @param {() => Promise<unknown>} send
     * @returns once it has arrived; `answer` ends it
     */
    async hold(send) {
      const arrived = new Promise((resolve) => {
        const answer = held.shift();
        if (answer === undefined) holders.push(resolve);
        else resolve(answer);
      });
      const ended = send();
      const answer = /** @type {() => void} */ (await arrived);
      return {
        async answer() {
          answer();
          await ended;
        },
      };
    },
    close: () => server.close(),
  };
}

/** @param {Buffer} message */
function documentOfQuery(message) {
  const endOfName = message.indexOf(0, HEADER_BYTES + 4);
  // After the collection's name: how many to skip, how many to return.
  return message.subarray(endOfName + 1 + 8);
}

/** @param {Buffer} message */
function documentOfMessage(message) {
  const start = HEADER_BYTES + 5;
  return message.subarray(start, start + message.readInt32LE(start));
}
