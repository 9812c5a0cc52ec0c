import { describe, expect, test } from 'vitest';
import { findingsOfProgram, type Program, times } from '../search/series-support.js';

/**
 * Requests that a trail keeps, each with the parts that Node.js gives it.
 *
 *   Trail ─done─▶ [ IncomingMessage ─_readableState─▶ ReadableState ─buffer─▶ BufferList, ─url─▶ … ]
 */
function trail(file: string): Program {
  return (heap) => {
    const list = heap.class('BufferList', { file, line: 14, column: 2 });
    const known = heap.closure('BufferList', { place: { file, line: 14, column: 2 } });
    const done = heap.array();
    heap.global.property('trail', heap.object('Trail').property('done', done)).property('known', known);
    return () =>
      times(20, () => {
        const state = heap.object('ReadableState').property('buffer', heap.object(list));
        done.push(heap.object('IncomingMessage').property('_readableState', state));
      });
  };
}

/**
 * Agents, one for each call that a list keeps.
 *
 *   Desk ─calls─▶ [ Call ─agent─▶ Agent ]
 */
function agentEach(file: string): Program {
  return (heap) => {
    const agent = heap.class('Agent', { file, line: 81, column: 15 });
    const known = heap.closure('Agent', { place: { file, line: 81, column: 15 } });
    const calls = heap.array();
    heap.global.property('desk', heap.object('Desk').property('calls', calls)).property('known', known);
    return () => times(20, () => calls.push(heap.object('Call').property('agent', heap.object(agent))));
  };
}

/**
 * Agents, one for each request that a list keeps, where the request is of Node.js as well.
 *
 *   Desk ─calls─▶ [ IncomingMessage ─agent─▶ Agent ]
 */
function agentOfRequest(heap: Parameters<Program>[0]): ReturnType<Program> {
  const names = { Agent: 'node:_http_agent', IncomingMessage: 'node:_http_incoming' };
  const [agent, message] = Object.entries(names).map(([name, file]) => {
    heap.global.property(name, heap.closure(name, { place: { file, line: 81, column: 15 } }));
    return heap.class(name, { file, line: 81, column: 15 });
  });
  const calls = heap.array();
  heap.global.property('desk', heap.object('Desk').property('calls', calls));
  return () => times(20, () => calls.push(heap.object(message).property('agent', heap.object(agent))));
}

/**
 * Queues of Node.js with the reader that waits at each.
 *
 *   Desk ─queues─▶ [ FixedQueue ─first─▶ Reader ]
 */
function queues(file: string): Program {
  return (heap) => {
    const queue = heap.class('FixedQueue', { file, line: 92, column: 14 });
    const reader = heap.class('Reader', { file: '/srv/reader.js', line: 3, column: 1 });
    const all = heap.array();
    heap.global
      .property('desk', heap.object('Desk').property('queues', all))
      .property('queue', heap.closure('FixedQueue', { place: { file, line: 92, column: 14 } }))
      .property('reader', heap.closure('Reader', { place: { file: '/srv/reader.js', line: 3, column: 1 } }));
    return () => times(20, () => all.push(heap.object(queue).property('first', heap.object(reader))));
  };
}

describe('the class that a finding speaks of', () => {
  test('is the one that a programmer knows, not a part that Node.js made it of', async () => {
    const [first] = await findingsOfProgram(trail('node:internal/streams/buffer_list'));
    expect(first.headline).toContain('frees 60 of 60 IncomingMessage');
    expect(first.classes[0]?.name).toBe('IncomingMessage');
    expect(first.countPerSnapshot).toEqual([0, 20, 40, 60]);
  });

  test('is the own one of the program, wherever it lies', async () => {
    const [first] = await findingsOfProgram(trail('/srv/buffer-list.js'));
    expect(first.headline).toContain('frees 60 of 60 BufferList');
  });

  test('is the one with an agent of its own, not the Agent of Node.js', async () => {
    const [first] = await findingsOfProgram(agentEach('node:_http_agent'));
    expect(first.headline).toContain('frees 60 of 60 Call');
    const [own] = await findingsOfProgram(agentEach('/srv/agent.js'));
    expect(own.headline).toContain('frees 60 of 60 Agent');
  });

  test('is the Agent where only another class of Node.js has it', async () => {
    const [first] = await findingsOfProgram(agentOfRequest);
    expect(first.headline).toContain('frees 60 of 60 Agent');
  });

  test('is one of the program below what no program makes', async () => {
    const [first] = await findingsOfProgram(queues('node:internal/fixed_queue'));
    expect(first.headline).toContain('frees 60 of 60 Reader');
    const [own] = await findingsOfProgram(queues('node:fixed_queue'));
    expect(own.headline).toContain('frees 60 of 60 FixedQueue');
  });
});
