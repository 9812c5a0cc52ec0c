import { sessions } from './session-store.mjs';

export class WorkUnit {
  #session;

  async begin() {
    this.#session = await sessions.takeSession();
  }

  async commit() {
    try {
      await this.#session.send('commit');
    } finally {
      this.#end();
    }
  }

  async abort() {
    try {
      await this.#session.send('abort');
    } finally {
      this.#end();
    }
  }

  #end() {
    sessions.putSession(this.#session);
    this.#session = undefined;
  }
}
