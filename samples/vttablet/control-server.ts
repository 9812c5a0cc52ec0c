import { once } from 'node:events';
import { createServer, type Server } from 'node:http';

const LOOPBACK = '127.0.0.1';

/** Work that is asked for from outside, by a load command that waits until it is done. */
export class ControlServer {
  private readonly server: Server;

  private constructor(server: Server) {
    this.server = server;
  }

  /**
   * Listens on `port` of the loopback address, 0 being any. `work` runs once for each request, one after the other, and
   * what it returns is the answer; the connection is closed then, so that nothing of it is left. It gets the number in
   * the path, null for `/`.
   */
  static async start(port: number, work: (count: number | null) => Promise<string>): Promise<ControlServer> {
    let last = Promise.resolve();
    const server = createServer((request, response) => {
      const [, count] = /^\/(\d{1,6})$/.exec(request.url ?? '') ?? [];
      last = last.then(async () => {
        const [status, text] = await work(count === undefined ? null : Number(count)).then(
          (done) => [200, done] as const,
          (error: unknown) => [500, error instanceof Error ? error.message : String(error)] as const,
        );
        response.writeHead(status, { connection: 'close' }).end(`${text}\n`);
      });
    });
    server.listen(port, LOOPBACK);
    await once(server, 'listening');
    return new ControlServer(server);
  }

  get url(): string {
    const address = this.server.address();
    if (address === null || typeof address === 'string') throw new Error('the control server does not listen');
    return `http://${LOOPBACK}:${address.port}/`;
  }

  async close(): Promise<void> {
    this.server.close();
    this.server.closeAllConnections();
    await once(this.server, 'close');
  }
}
