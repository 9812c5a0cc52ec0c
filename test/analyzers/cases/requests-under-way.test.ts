import { describe, expect, test } from 'vitest';
import type { Finding } from '../../../src/findings/report-schema.js';
import type { HeapBuilder, HeapNode } from '../../support/heap-dsl.js';
import { findingsOf, PER_ROUND, repeat } from '../verdict/verdict-support.js';

const FILE = '/srv/app/fetch-rates.js';

/**
 * Requests with an Agent each, so many of a round under way; only their handles keep them.
 *
 *   TCP ──owner──▶ Socket ⇄ ClientRequest ──agent──▶ Agent       all of node: × 20 a round
 *                                └─res──▶ { free: onRates(), and with `more` also done: onEnd(), of a line before }
 */
async function findingWith(underWay: number, { more = false } = {}): Promise<Finding> {
  let shared: Record<'onEnd' | 'onRates', HeapNode>;
  let classes: Record<'Agent' | 'ClientRequest' | 'Socket', ReturnType<HeapBuilder['class']>>;
  const [finding] = await findingsOf((heap, round) => {
    if (round === 0) {
      const sharedOf = (name: string) => heap.shared(name).internal('script_or_debug_info', heap.script(FILE));
      shared = { onEnd: sharedOf('onEnd'), onRates: sharedOf('onRates') };
      const ofNode = (name: string, file: string) => heap.class(name, { file, line: 9 });
      classes = {
        Agent: ofNode('Agent', 'node:_http_agent'),
        ClientRequest: ofNode('ClientRequest', 'node:_http_client'),
        Socket: ofNode('Socket', 'node:net'),
      };
    }
    repeat((index) => {
      const listener = (name: 'onEnd' | 'onRates', line: number) =>
        heap.allocate('closure', name, { place: { file: FILE, line } }).internal('shared', shared[name]);
      const answer = heap.object().property('free', listener('onRates', 11));
      if (more) answer.property('done', listener('onEnd', 7));
      const agent = heap.object(classes.Agent, { size: 400 }).property('sockets', heap.object());
      const socket = heap.object(classes.Socket, { size: 300 });
      const request = heap.object(classes.ClientRequest, { size: 500 }).properties({
        agent,
        socket,
        res: answer,
        resource: heap.object('HTTPClientAsyncResource'),
      });
      socket.properties({ request, _httpMessage: index < underWay ? request : null });
      heap.handle('TCP', socket);
    });
  });
  return finding;
}

describe('an Agent for each request', () => {
  test('gives way to the requests where these are under way: one Agent for all would keep them as well', async () => {
    const { brokenEdge, classes, headline } = await findingWith(PER_ROUND);
    expect(classes[0]?.name).toBe('ClientRequest');
    expect(brokenEdge?.action).toBe(
      'Destroy a ClientRequest when nobody waits for its answer (see `onRates()` at fetch-rates.js:12): its `open handle (TCP)` keeps it',
    );
    expect(headline).toContain('frees 60 of 60 ClientRequest (');
  });

  test('names the first of several functions of the program that come along with each', async () => {
    const { brokenEdge } = await findingWith(PER_ROUND, { more: true });
    expect(brokenEdge?.action).toContain('(see `onEnd()` at fetch-rates.js:8)');
  });

  test('is what to mend where more than a tenth of the requests have their answer', async () => {
    expect((await findingWith(18)).classes[0]?.name).toBe('ClientRequest');
    const { brokenEdge, classes } = await findingWith(17);
    expect(classes[0]?.name).toBe('Agent');
    expect(brokenEdge?.action).toMatch(/^Share one Agent, or close each when its user \(`onRates\(\)` at /);
  });

  test('does not trace back to the books of a pool by a resource of Node.js', async () => {
    expect((await findingWith(PER_ROUND)).reservation).toEqual({ tracesBack: false, via: [] });
  });
});
