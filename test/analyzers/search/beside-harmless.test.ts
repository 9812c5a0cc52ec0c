import { describe, expect, it } from 'vitest';
import { findingsOfProgram, type Program, times } from './series-support.js';

const APP = '/srv/prices.js';
const EACH_ROUND = 40;
const ROOM = 6 * EACH_ROUND;

/**
 * A list with room for 240 answers, made at once as those of caches are, and questions that each have one of these. A signal is told of
 * each question.
 *
 * ```
 *   global ─cache─▶ Cache ─kept─▶ [ Answer, …, false, … ]
 *                                    ▲ body
 *   global ─signal─▶ AbortSignal ─kEvents─▶ Map { 'abort' → { next: Listener ─next─▶ Listener … } } ─listener─▶ onStop ──context──▶ Question
 * ```
 *
 * @param stays whether a listener stays when its question is done
 */
function prices(stays: boolean): Program {
  return (heap) => {
    const [question, answer, signal, listener] = [
      heap.class('Question', { file: APP, line: 3, column: 1 }),
      heap.class('Answer', { file: APP, line: 9, column: 1 }),
      heap.class('AbortSignal', { file: 'node:internal/event_target', line: 0, column: 1 }),
      heap.class('Listener', { file: 'node:internal/event_target', line: 3, column: 1 }),
    ];
    const kept = heap.array(Array.from({ length: ROOM }, () => false));
    const first = heap.object();
    let last = first;
    const events = heap.map([['abort', first]]);
    const cache = heap.object(heap.class('Cache', { file: APP, line: 15, column: 1 })).property('kept', kept);
    heap.global.property('cache', cache);
    heap.global.property('signal', heap.object(signal).symbol('kEvents', events));
    return (round) => {
      times(EACH_ROUND, (index) => {
        const body = heap.object(answer, { size: 200 });
        kept.items[round * EACH_ROUND + index] = body;
        // Some are asked for by others.
        if (!stays || index % 8 === 0) return;
        const asked = heap.object(question, { size: 400 }).property('body', body);
        const place = { file: APP, line: 5, column: 20 };
        const own = heap
          .object(listener, { size: 80 })
          .property('listener', heap.closure('onStop', { place, context: { asked } }));
        last.property('next', own);
        own.property('previous', last);
        last = own;
      });
    };
  };
}

describe('suspects beside those that a harmless place holds', () => {
  it('are judged for themselves where another place alone holds them', async () => {
    const findings = await findingsOfProgram(prices(true));
    expect(findings.filter(({ verdict }) => verdict !== 'note')).toMatchObject([
      { verdict: 'leak', kind: 'listener-pileup', brokenEdge: { label: "AbortSignal 'abort' listener" } },
    ]);
  });

  it('are none where only the harmless place grows and loses', async () => {
    expect(await findingsOfProgram(prices(false))).toEqual([]);
  });
});
