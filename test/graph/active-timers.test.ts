import { describe, expect, test } from 'vitest';
import { ActiveTimers, delayOfTimeoutMs } from '../../src/graph/active-timers.js';
import { EdgeType } from '../../src/snapshot/kinds.js';
import { HeapBuilder } from '../support/heap-dsl.js';
import { ALL_VERSIONS, graphOf } from './graph-of.js';

describe.each(ALL_VERSIONS)('ActiveTimers in the layout of Node %s', (version) => {
  // TimersList ⇄ Timeout ⇄ Timeout ⇄ (back)
  test('finds the timers that will run, and not those that were cleared', async () => {
    const heap = new HeapBuilder({ version });
    const timers = ['a', 'b', 'c'].map((name) => heap.timeout(heap.closure(name), 1000));
    heap.global.property('kept', heap.array(timers));
    heap.clearTimeout(timers[1]);
    const { graph, at } = await graphOf(heap);
    const found = new ActiveTimers(graph).timers.map((node) => graph.nodeIds[node]);
    expect(found.sort()).toEqual([timers[0].id, timers[2].id]);
    expect(at(timers[1])).toBeGreaterThan(0);
  });

  // timerListMap ─1800000─▶ TimersList ⇄ Timeout ⇄ Timeout
  test.each([true, false])('tells how long each waits, with numbers captured or not: %s', async (captureNumbers) => {
    const heap = new HeapBuilder({ version, captureNumbers });
    const [first, second, other] = [1_800_000, 1_800_000, 50].map((ms) => heap.timeout(heap.closure('tick'), ms));
    const { graph, at } = await graphOf(heap);
    expect([first, second, other].map((timer) => delayOfTimeoutMs(graph, at(timer)))).toEqual([
      1_800_000, 1_800_000, 50,
    ]);
  });

  // kept ─▶ Timeout in no list, Object ─5─▶ Array, Object ─x─▶ TimersList ⇄ Timeout
  test('does not tell it by what is no list of timers, or by what a list is called elsewhere', async () => {
    const heap = new HeapBuilder({ version, captureNumbers: false });
    const listed = heap.timeout(heap.closure('tick'), 50);
    const [alone, chained] = ['alone', 'chained'].map((name) =>
      heap.object('Timeout').property('_onTimeout', heap.closure(name)),
    );
    const other = heap.object('TimersList').property('_idleNext', chained);
    chained.property('_idleNext', other);
    const kept = heap
      .object('Object')
      .property('other', other)
      .element(5, heap.array([alone]));
    heap.global.property('kept', kept).property('alone', alone);
    const { graph, at } = await graphOf(heap);
    expect([listed, alone, chained].map((timer) => delayOfTimeoutMs(graph, at(timer)))).toEqual([50, null, null]);
  });

  // A cleared timer that a program still holds, and no other
  test('finds none where all are cleared', async () => {
    const heap = new HeapBuilder({ version });
    const timer = heap.timeout(heap.closure('tick'), 500);
    heap.global.property('kept', timer);
    heap.clearTimeout(timer);
    const { graph } = await graphOf(heap);
    expect(new ActiveTimers(graph).timers).toEqual([]);
  });
});

describe('ActiveTimers', () => {
  test('tells links of the chain from other fields', async () => {
    const heap = new HeapBuilder();
    const timer = heap.timeout(heap.closure('tick'), 500);
    const { graph, at } = await graphOf(heap);
    const timers = new ActiveTimers(graph);
    const isLink = (name: string) => timers.isLink(graph.findEdge(at(timer), EdgeType.property, name));
    expect(['_idleNext', '_idlePrev', '_onTimeout'].map(isLink)).toEqual([true, true, false]);
  });

  test('a program without timers has neither', async () => {
    const heap = new HeapBuilder();
    heap.global.property('x', heap.object('X').property('y', heap.object('Y')));
    const { graph, at } = await graphOf(heap);
    const timers = new ActiveTimers(graph);
    expect(timers.timers).toEqual([]);
    expect(timers.isLink(graph.firstEdges[at(heap.global)])).toBe(false);
  });

  // queue ─head─▶ Immediate ⇄ Immediate ⇄ Immediate, both ends null
  test('finds pending immediates, the two ends of their list too, and none that has run', async () => {
    const heap = new HeapBuilder();
    const all = [0, 1, 2].map(() => heap.object('Immediate'));
    all.forEach((immediate, index) =>
      immediate.property('_idlePrev', all[index - 1] ?? null).property('_idleNext', all[index + 1] ?? null),
    );
    const done = heap.object('Immediate').properties({ _idleNext: null, _idlePrev: null });
    heap.global.property('head', all[0]).property('done', done);
    const { graph, at } = await graphOf(heap);
    const found = new ActiveTimers(graph).timers;
    expect(found).toEqual(all.map(at));
    expect(found).not.toContain(at(done));
  });

  // kept ─▶ Immediate ─_idleNext─▶ Immediate      both have run: a reference as any other
  test('takes the link of an immediate that has run for no chain', async () => {
    const heap = new HeapBuilder();
    const second = heap.object('Immediate').property('_destroyed', true);
    const first = heap.object('Immediate').property('_destroyed', true).property('_idleNext', second);
    heap.global.property('kept', first);
    const { graph, at } = await graphOf(heap);
    const timers = new ActiveTimers(graph);
    expect(timers.timers).toEqual([]);
    expect(timers.isLink(graph.findEdge(at(first), EdgeType.property, '_idleNext'))).toBe(false);
  });
});
