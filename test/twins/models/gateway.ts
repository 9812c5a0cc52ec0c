import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { eachOf, type TwinModel } from '../twin-model.js';

class Rv {
  readonly n: number;
  readonly h: { readonly p: string };
  constructor(n: number) {
    this.n = n;
    this.h = { p: `p${n}` };
  }
}

class Gt {
  readonly log: Rv[] = [];
  /** Clients that stay connected for good. */
  readonly standing: Socket[] = [];
  port = 0;

  readonly server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.on('data', (data) => socket.write(data));
  });

  async listen(): Promise<void> {
    if (this.port !== 0) return;
    this.server.listen(0, '127.0.0.1');
    await once(this.server, 'listening');
    this.port = (this.server.address() as AddressInfo).port;
  }

  async join(): Promise<Socket> {
    const client = connect(this.port, '127.0.0.1');
    await once(client, 'connect');
    client.write('x');
    await once(client, 'data');
    return client;
  }
}

const gt = new Gt();
/** Accepted sockets that went and are kept by who counted them. Bounded: twelve. */
const gone: Socket[] = [];

gt.server.on('connection', (socket: Socket) => {
  socket.on('close', () => {
    gone.push(socket);
    if (gone.length > 12) gone.shift();
  });
});

/** Thirty clients that stay, and in each round twenty that come and go. */
async function serve(round: number): Promise<void> {
  await gt.listen();
  while (round === 0 && gt.standing.length < 30) gt.standing.push(await gt.join());
  const visitors = await Promise.all(Array.from({ length: 20 }, () => gt.join()));
  for (const client of visitors) {
    client.destroy();
    await once(client, 'close');
  }
  await new Promise((resolve) => setTimeout(resolve, 20));
}

/**
 * `Gt.log[]` in a gateway: one object a request, while thirty sockets live and the last twelve dead ones are still
 * known. Look-alike: the same sockets, and ten requests are remembered.
 */
export const gateway: TwinModel = {
  name: 'gateway with living and dead sockets',
  alone: true,
  buggy: async (round) => {
    await serve(round);
    eachOf(round, (serial) => gt.log.push(new Rv(serial)));
  },
  fixed: async (round) => {
    await serve(round);
    eachOf(round, (serial) => {
      gt.log.push(new Rv(serial));
      gt.log.pop();
    });
  },
  lookAlike: async (round) => {
    await serve(round);
    eachOf(round, (serial) => {
      gt.log.push(new Rv(serial));
      if (gt.log.length > 10) gt.log.shift();
    });
  },
  expected: {
    label: /^Gt\.log\[\]$/,
    kinds: ['unbounded-collection'],
    findings: 1,
    className: /^Rv$/,
    counts: [40, 80, 120, 160],
    perRound: 40,
    // The twelve sockets that are gone for good are all that one snapshot shows.
    gravestInOne: 'note',
  },
};
