import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import type { TwinModel } from '../twin-model.js';

class Vd {
  readonly id: number;
  readonly peer: Socket;
  bytes = 0;
  constructor(id: number, peer: Socket) {
    this.id = id;
    this.peer = peer;
  }
}

class Ho {
  readonly seats = new Map<number, Vd>();
  readonly mates: Socket[] = [];
  port = 0;
  serial = 0;
  keeps = false;

  readonly server = createServer((socket) => {
    this.serial += 1;
    const vd = new Vd(this.serial, socket);
    this.seats.set(vd.id, vd);
    socket.on('error', () => undefined);
    socket.on('data', (data) => {
      vd.bytes += data.length;
      socket.write(data);
    });
    socket.on('close', () => {
      if (!this.keeps) this.seats.delete(vd.id);
    });
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

const ho = new Ho();

/** As many who stay, and as many who go again; `mates` are the clients' ends, which a real gateway has elsewhere. */
async function visit(stay: number, go: number): Promise<void> {
  await ho.listen();
  for (let count = 0; count < stay; count += 1) ho.mates.push(await ho.join());
  for (let count = 0; count < go; count += 1) {
    const client = await ho.join();
    client.destroy();
    await once(client, 'close');
  }
  await new Promise((resolve) => setTimeout(resolve, 20));
}

/**
 * `Ho.seats{}`: 25 in each round have hung up and keep their seat, beside 30 who are there. Look-alike: seventy
 * are there from the start.
 */
export const gatewaySockets: TwinModel = {
  name: 'gateway that keeps who hung up',
  alone: true,
  buggy: async (round) => {
    ho.keeps = true;
    await visit(round === 0 ? 30 : 0, 25);
  },
  fixed: (round) => visit(round === 0 ? 30 : 0, 25),
  lookAlike: (round) => visit(round === 0 ? 70 : 0, 25),
  expected: {
    label: /^Ho\.seats\{\}$/,
    kinds: ['ledger-entry-kept'],
    verdict: 'leak',
    findings: 1,
    className: /^Socket$/,
    perRound: 25,
    headline: /^Remove a Vd from `Ho\.seats\{\}` when its Socket closes: /,
    labelInOne: /^Ho\.seats\{\}$/,
    sameFingerprintInOne: true,
  },
};
