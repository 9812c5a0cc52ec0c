import { HeapBuilder, type HeapNode, type NodeVersion } from '../support/heap-dsl.js';

/** A program that leaks, step by step. */
export interface LeakShape {
  readonly name: string;
  /** The reference to cut. */
  readonly label: RegExp;
  /** Sets the program up and returns what a round of it does. */
  readonly start: (heap: HeapBuilder) => (round: number) => void;
}

/** Distinct per round, so that no two rounds are alike but for their size. */
const PER_ROUND = 15;

const times = (count: number, work: (index: number) => void) => {
  for (let index = 0; index < count; index += 1) work(index);
};

/**
 *  global ─pool─▶ Pool ─used─▶ Array ─[i]─▶ Conn(closed) ─socket─▶ Socket
 *                   └──idle──▶ Array ─[0…3]─▶ Conn(open)
 */
const ledger: LeakShape = {
  name: 'a ledger that keeps closed connections',
  label: /^Pool\.used\[\]$/,
  start: (heap) => {
    const connection = (isClosed: boolean) =>
      heap
        .object('Conn')
        .property('closed', isClosed)
        .property('socket', heap.object('Socket', { size: 200 }));
    const used = heap.array();
    const idle = heap.array([0, 1, 2, 3].map(() => connection(false)));
    heap.global.property('pool', heap.object('Pool').property('used', used).property('idle', idle).property('max', 4));
    return () => times(PER_ROUND, () => used.push(connection(true)));
  },
};

/**
 *  global ─leaders─▶ Array ─[i]─▶ Pooled(leased) ─next─▶ Pooled(closed) ─next─▶ … the stack below it at that time
 *  global ─pool─▶ Pool ─top─▶ Pooled ─next─▶ Pooled ─▶ …
 */
const staleLink: LeakShape = {
  name: 'a stack whose link is not cleared',
  label: /^Pooled(\(\w+\))?\.next$/,
  start: (heap) => {
    const stack: HeapNode[] = [];
    const pool = heap.object('Pool').property('max', 10);
    const leaders = heap.array();
    heap.global.property('pool', pool).property('leaders', leaders);
    const push = (entry: HeapNode) => {
      entry.property('next', stack[stack.length - 1] ?? null);
      stack.push(entry);
      pool.property('top', entry);
    };
    const pop = (): HeapNode => {
      const entry = stack.pop();
      if (entry === undefined) throw new Error('the stack is never empty here');
      pool.property('top', stack[stack.length - 1] ?? null);
      return entry;
    };
    const entry = () => heap.object('Pooled').property('closed', false).property('conn', heap.object('Conn'));
    times(10, () => push(entry()));
    return () =>
      times(3, () => {
        const out = Array.from({ length: 8 }, pop);
        out.forEach((popped, index) => (index === 0 ? leaders.push(popped) : popped.property('closed', true)));
        times(8, () => push(entry()));
      });
  },
};

/** global ─registry─▶ Registry ─entries─▶ Map ─▶ Session ─state─▶ Object */
const registry: LeakShape = {
  name: 'a map that nothing is taken out of',
  label: /^Registry\.entries\{\}$/,
  start: (heap) => {
    const entries = heap.map();
    heap.global.property('registry', heap.object('Registry').property('entries', entries));
    return (round) =>
      times(PER_ROUND, (index) => {
        const session = heap.object('Session').property('state', heap.object('State')).property('id', index);
        entries.entries.set(`session ${round}.${index}`, session);
      });
  },
};

/** (Global handles) ─▶ … ─▶ TimersList ⇄ Timeout ─_onTimeout─▶ tick ─context─▶ Context ─worker─▶ Worker */
const intervals: LeakShape = {
  name: 'a timer for each object',
  label: /^setInterval\(tick\)/,
  start: (heap) => {
    heap.global.property('app', heap.object('App'));
    return () =>
      times(PER_ROUND, () => {
        const worker = heap.object('Worker').property('queue', heap.object('Queue'));
        const tick = heap.closure('tick', { context: { worker } });
        heap.timeout(tick, 30_000).property('_repeat', 30_000);
      });
  },
};

/** global ─bus─▶ Bus ─_events─▶ Object ─data─▶ Array ─[i]─▶ onData ─context─▶ Context ─client─▶ Client */
const listeners: LeakShape = {
  name: 'a listener for each object',
  label: /^Bus\._events\.data\[\]$/,
  start: (heap) => {
    const data = heap.array();
    const events = heap.object('Object').property('data', data);
    heap.global.property('bus', heap.object('Bus').property('_events', events).property('_eventsCount', 1));
    return () =>
      times(PER_ROUND, () => {
        const client = heap.object('Client').property('buffer', heap.object('Buffered'));
        data.push(heap.closure('onData', { context: { client } }));
      });
  },
};

export const SHAPES: readonly LeakShape[] = [ledger, staleLink, registry, intervals, listeners];

export const SNAPSHOTS = 4;

/** Changes a heap before a snapshot is taken, without changing what keeps what. */
export type Disturbance = (heap: HeapBuilder, round: number) => void;

/** Runs a shape and returns its heap after each round, as text. */
export function capture(
  shape: LeakShape,
  options: {
    readonly version?: NodeVersion;
    readonly keepGarbage?: boolean;
    readonly order?: (a: HeapNode, b: HeapNode) => number;
    readonly disturb?: Disturbance;
  } = {},
): string[] {
  const heap = new HeapBuilder({ version: options.version ?? '22' });
  const work = shape.start(heap);
  return Array.from({ length: SNAPSHOTS }, (_, round) => {
    work(round);
    options.disturb?.(heap, round);
    return heap.toJson({
      keepGarbage: options.keepGarbage === true,
      ...(options.order === undefined ? {} : { order: options.order }),
    });
  });
}
