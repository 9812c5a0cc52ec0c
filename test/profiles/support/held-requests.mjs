/**
 * Requests that a server of this process holds until it is told to answer.
 *
 * @template Arrived
 */
export class HeldRequests {
  /** @type {Arrived[]} */
  #arrived = [];
  /** @type {((arrived: Arrived) => void)[]} */
  #waiting = [];

  /** @param {Arrived} request */
  arrive(request) {
    const next = this.#waiting.shift();
    if (next === undefined) this.#arrived.push(request);
    else next(request);
  }

  /** @returns {Promise<Arrived>} the next one that arrives, in order of calls */
  next() {
    const arrived = this.#arrived.shift();
    if (arrived !== undefined) return Promise.resolve(arrived);
    return new Promise((resolve) => this.#waiting.push(resolve));
  }
}

/**
 * Sends a request that stays without an answer.
 *
 * @template Arrived
 * @param {HeldRequests<Arrived>} requests where it arrives
 * @param {() => Promise<unknown>} send
 * @param {(arrived: Arrived) => void} answer
 * @returns once it has arrived; `giveBack` answers it and waits for the answer to be read
 */
export async function sendHeld(requests, send, answer) {
  const arrived = requests.next();
  const ended = send();
  ended.catch(() => undefined);
  const request = await arrived;
  return {
    async giveBack() {
      answer(request);
      await ended;
    },
  };
}
