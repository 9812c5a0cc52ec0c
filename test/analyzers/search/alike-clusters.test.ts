import { describe, expect, test } from 'vitest';
import type { HeapBuilder, HeapNode } from '../../support/heap-dsl.js';
import { findingsOf, owned, repeat, type Work } from '../verdict/verdict-support.js';

/** What leads to those requests that no new socket has. */
type Lead = (heap: HeapBuilder, request: HeapNode, index: number) => void;

/**
 * Requests of which 14 a round have a new socket, or another number of 20, and `lead` leads to the others.
 *
 * ```
 *   root ──▶ TCP ──▶ Socket ──_httpMessage──▶ Request × 14 a round          lead ──▶ className × 6 a round
 * ```
 */
function requests(makeLead: (heap: HeapBuilder) => Lead, className = 'Request', led = 6): Work {
  let lead: Lead;
  let index = 0;
  return (heap, round) => {
    if (round === 0) {
      lead = makeLead(heap);
      return;
    }
    repeat((each) => {
      if (each >= led) {
        connected(heap, 'Socket').property('_httpMessage', heap.object('Request', { size: 4000 }));
        return;
      }
      lead(heap, heap.object(className, { size: 4000 }), index);
      index += 1;
    });
  };
}

/** An object with an open handle: `root ──▶ TCP ──▶ className` */
function connected(heap: HeapBuilder, className: string): HeapNode {
  const node = heap.object(className);
  heap.handle('TCP', node);
  return node;
}

/** What was there before the series, one for each request: `root ──▶ TCP ──▶ className ──field──▶ Request` */
function usedAgain(classNames: readonly string[], field = '_httpMessage') {
  return (heap: HeapBuilder): Lead => {
    const old = Array.from({ length: 45 }, (_, index) => connected(heap, classNames[index % classNames.length]));
    return (_, request, index) => old[index].property(field, request);
  };
}

/** The references of each finding, and how many of what their cut frees. */
async function told(work: Work) {
  const findings = await findingsOf(work);
  return findings.map(({ brokenEdge, classes }) => ({
    place: [brokenEdge?.label, ...(brokenEdge?.also.map(({ label }) => label) ?? [])].join(' + '),
    frees: `${brokenEdge?.frees} ${classes[0]?.name}`,
  }));
}

describe('requests that only their sockets keep', () => {
  /** The others are no part of it; those that each have an owner of its own are judged with these owners. */
  const ALONE = { place: 'open handle (TCP)', frees: '42 Request' };

  test('are one finding where some are of sockets that are used again', async () => {
    expect(await told(requests(usedAgain(['Socket'])))).toEqual([
      { place: 'open handle (TCP) + Socket._httpMessage', frees: '60 Request' },
    ]);
  });

  test('are one finding whatever number of classes of Node.js leads to them', async () => {
    expect(await told(requests(usedAgain(['TLSSocket', 'Socket'])))).toEqual([
      {
        place: 'open handle (TCP) + Socket._httpMessage + TLSSocket._httpMessage',
        frees: '60 Request',
      },
    ]);
  });

  test('are not joined by those that an object of the program has', async () => {
    expect(await told(requests(usedAgain(['Slot'], 'request')))).toEqual([ALONE]);
  });

  test('are not joined by those that a list of the program has', async () => {
    const listed = (heap: HeapBuilder): Lead => {
      const list = heap.array();
      owned(heap, 'Desk', 'waiting', list);
      return (_, request) => list.push(request);
    };
    expect(await told(requests(listed))).toEqual([ALONE, { place: 'Desk.waiting[]', frees: '18 Request' }]);
  });

  test('are not joined by what is of another class', async () => {
    expect(await told(requests(usedAgain(['Socket']), 'Reply'))).toEqual([ALONE]);
  });
  //   root ──▶ TCP ──▶ Socket ──_httpMessage──▶ Request × 5 a round
  test('are said for themselves where most have a socket that is used again', async () => {
    expect(await told(requests(usedAgain(['Socket']), 'Request', 15))).toEqual([
      { place: 'open handle (TCP)', frees: '15 Request' },
    ]);
  });
});
