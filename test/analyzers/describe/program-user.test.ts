import { describe, expect, test } from 'vitest';
import type { HeapBuilder, HeapNode } from '../../support/heap-dsl.js';
import { findingsOf, repeat } from '../verdict/verdict-support.js';

/** TCP ──owner──▶ Socket ──agent──▶ Agent, of node:, ──_events──▶ { free: a function } × 20 a round, which only their handles keep */
async function actionWith(name: string, file: string): Promise<string | undefined> {
  let shared: HeapNode;
  let classes: { agent: ReturnType<HeapBuilder['class']>; socket: ReturnType<HeapBuilder['class']> };
  const [finding] = await findingsOf((heap, round) => {
    if (round === 0) {
      shared = heap.shared(name).internal('script_or_debug_info', heap.script(file));
      classes = {
        agent: heap.class('Agent', { file: 'node:_http_agent', line: 9 }),
        socket: heap.class('Socket', { file: 'node:net', line: 9 }),
      };
    }
    repeat(() => {
      const listener = heap.allocate('closure', name, { place: { file, line: 11 } }).internal('shared', shared);
      const events = heap.object().property('free', listener);
      const agent = heap.object(classes.agent, { size: 400 }).properties({ _events: events, sockets: heap.object() });
      heap.handle('TCP', heap.object(classes.socket, { size: 300 }).property('agent', agent));
    });
  });
  return finding?.brokenEdge?.action;
}

describe('advice on what Node.js made and only its handle keeps', () => {
  test('names the function of the program that came along with it', async () => {
    expect(await actionWith('onRates', '/srv/app/fetch-rates.js')).toMatch(
      /^Share one Agent, or close each when its user \(`onRates\(\)` at fetch-rates\.js:12\) is done: its `open handle \(TCP\)` keeps it$/,
    );
  });

  test('names nobody where all that came along is of Node.js', async () => {
    expect(await actionWith('onFree', 'node:_http_client')).toMatch(
      /^Share one Agent, or close each when its user is gone: its `open handle \(TCP\)` keeps it$/,
    );
  });
});
