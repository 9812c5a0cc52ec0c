/** A shop with three services, each with one fault that it has or has not. */

export class OrderService {
  #database;
  #isFaulty;

  constructor(database, isFaulty) {
    this.#database = database;
    this.#isFaulty = isFaulty;
  }

  /** The fault: the way out when there is no such order forgets to give the connection back. */
  async getOrder(id) {
    const connection = await this.#database.checkOut();
    await this.#database.query(connection);
    if (id % 2 === 0) {
      if (!this.#isFaulty) await this.#database.giveBack(connection);
      return null;
    }
    await this.#database.giveBack(connection);
    return { id };
  }
}

export class AuditService {
  #database;
  #isFaulty;

  constructor(database, isFaulty) {
    this.#database = database;
    this.#isFaulty = isFaulty;
  }

  /** The fault: each checkout adds a listener, and none is removed. */
  async record(request) {
    const connection = await this.#database.checkOut();
    const onError = () => request.failed.push('connection lost');
    const emitter = this.#database.emitterOf?.(connection) ?? connection;
    emitter.on('error', onError);
    await this.#database.query(connection);
    if (!this.#isFaulty) emitter.removeListener('error', onError);
    await this.#database.giveBack(connection);
  }
}

export class ReportService {
  #database;
  #isFaulty;
  #clients = new Map();

  constructor(database, isFaulty) {
    this.#database = database;
    this.#isFaulty = isFaulty;
  }

  async open(session) {
    this.#clients.set(session, await this.#database.connectAlone());
  }

  /** The fault: what is over stays in the map. */
  async close(session) {
    const client = this.#clients.get(session);
    await this.#database.hangUp(client);
    if (!this.#isFaulty) this.#clients.delete(session);
  }
}
