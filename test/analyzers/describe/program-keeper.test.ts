import { describe, expect, test } from 'vitest';
import type { HeapBuilder } from '../../support/heap-dsl.js';
import { FILE, findingsOf, repeat } from '../verdict/verdict-support.js';

/** global ─gateway─▶ Gateway ─agent─▶ Agent ─jobs─▶ [ Job × 20 a round ] */
async function actionFor(fileOfOwner: string, fileOfAgent: string): Promise<string> {
  let jobs: ReturnType<HeapBuilder['array']>;
  let job: ReturnType<HeapBuilder['class']>;
  const [finding] = await findingsOf((heap, round) => {
    if (round === 0) {
      jobs = heap.array([]);
      job = heap.class('Job', { file: FILE, line: 30 });
      const agent = heap.object(heap.class('Agent', { file: fileOfAgent, line: 9 })).property('jobs', jobs);
      const owner = heap.object(heap.class('Gateway', { file: fileOfOwner, line: 11 })).property('agent', agent);
      heap.global.property('gateway', owner);
    }
    repeat(() => jobs.push(heap.object(job, { size: 300 })));
  });
  return finding?.brokenEdge?.action ?? '';
}

describe('advice on a place that an object of Node.js has', () => {
  test('names the nearest reference of the program to that object', async () => {
    expect(await actionFor('/srv/gateway.js', 'node:_http_agent')).toBe(
      'Remove a Job from `Agent.jobs[]` of `Gateway.agent` (gateway.js:12) when it is no longer needed',
    );
  });

  test('names no other where the object is of the program', async () => {
    expect(await actionFor('/srv/gateway.js', '/srv/agent.js')).toBe(
      'Remove a Job from `Agent.jobs[]` when it is no longer needed',
    );
  });

  test('names none where all that leads there is of Node.js', async () => {
    expect(await actionFor('node:_http_server', 'node:_http_agent')).toBe(
      'Remove a Job from `Agent.jobs[]` when it is no longer needed',
    );
  });
});
