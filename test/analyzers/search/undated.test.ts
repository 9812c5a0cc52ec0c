import { describe, expect, test } from 'vitest';
import { SeriesAnalysis } from '../../../src/analyzers/search/series-analysis.js';
import { HeapGraph } from '../../../src/graph/heap-graph.js';
import { HeapBuilder, type HeapMap, type HeapNode } from '../../support/heap-dsl.js';
import { parser } from '../code/support.js';
import { FILE, ROUND_MS, repeat, START_MS, timer, type Work } from '../verdict/verdict-support.js';

interface Known {
  /** Whether the times of capture are known. */
  readonly timed?: boolean;
  /** Whether their time zone is not. */
  readonly isLocal?: boolean;
  /** The text of the program. */
  readonly text?: string;
}

/** The note on what times of capture could decide, of a series of four; undefined where there is none. */
async function noteOn(work: Work, { timed = false, isLocal = false, text }: Known = {}): Promise<string | undefined> {
  const program = text === undefined ? null : { read: () => text, parser };
  const heap = new HeapBuilder();
  const series = new SeriesAnalysis();
  for (let round = 0; ; round += 1) {
    work(heap, round);
    const graph = new HeapGraph(await heap.toColumns());
    const at = timed ? START_MS + round * ROUND_MS : null;
    if (round < 3) series.add(graph, at, isLocal);
    else
      return series.finish(graph, undefined, at, isLocal, program).notes.find(({ code }) => code === 'no-times')?.text;
  }
}

//   Desk ──papers──▶ Map ──▶ Slip × 20 a round ──<field>──▶ <value>
function slips(field: string, value: number | null, prepare?: (heap: HeapBuilder, desk: HeapNode) => void): Work {
  let map: HeapMap;
  return (heap, round) => {
    if (round === 0) {
      map = heap.map();
      // Its constructor is in line 2 of the program's text.
      const desk = heap.object(heap.class('Desk', { file: FILE, line: 1, column: 13 })).property('papers', map);
      heap.global.property('desk', desk);
      prepare?.(heap, desk);
    }
    repeat((index) => {
      map.entries.set(`k${round}-${index}`, heap.object('Slip', { size: 500 }).property(field, value));
    });
  };
}

const OVER = START_MS - 60_000;

describe('a series of which nobody knows when it was captured', () => {
  test('says which field would show what is overdue', async () => {
    expect(await noteOn(slips('expiresAt', OVER))).toMatch(
      /^The times of capture are unknown: .* With them, `Slip\.expiresAt` could show that 60 entries of `Desk\.papers\{\}` are overdue\. /,
    );
  });

  test('says so of a time in seconds', async () => {
    expect(await noteOn(slips('expires', OVER / 1000))).toContain('`Slip.expires` could show that 60 entries');
  });

  test('says nothing where the times are known', async () => {
    expect(await noteOn(slips('expiresAt', OVER), { timed: true })).toBeUndefined();
  });

  test('says that only the time zone is missing where the times are those of names', async () => {
    expect(await noteOn(slips('expiresAt', OVER), { timed: true, isLocal: true })).toMatch(
      /^The time zone of the times of capture is unknown/,
    );
  });

  //   Log ──startedAt──▶ newest time × 2
  test('says nothing where the heap has a clock', async () => {
    const clock = (heap: HeapBuilder) => {
      for (const name of ['first', 'second'])
        heap.global.property(name, heap.object('Log').property('startedAt', START_MS));
    };
    expect(await noteOn(slips('expiresAt', OVER, clock))).toBeUndefined();
  });

  test('says nothing of a field whose value was not captured, or is no time', async () => {
    expect(await noteOn(slips('expiresAt', null))).toBeUndefined();
    expect(await noteOn(slips('expiresAt', 300))).toBeUndefined();
  });

  test('says nothing of a leak, which no time would lower', async () => {
    expect(await noteOn(slips('size', 300))).toBeUndefined();
  });

  //   Timeout ──▶ closure ──context──▶ this: Desk
  test('says which timer could have fired', async () => {
    const sweep = (heap: HeapBuilder, desk: HeapNode) => {
      const place = { file: FILE, line: 9, column: 1 };
      timer(heap, heap.closure('sweep', { place, context: { this: desk } }), 45_000, true);
    };
    expect(await noteOn(slips('size', 300, sweep))).toContain(
      'the delay of `setInterval(sweep)` (45 s) could show that it has fired and left 60 entries of `Desk.papers{}` in place',
    );
  });

  const sweeping = (condition: string) => `class Desk {
  constructor() { this.papers = new Map(); }
  add(slip) { this.papers.set(slip.id, slip); }
  sweep() { const now = Date.now(); for (const [id, slip] of this.papers) if (${condition}) this.papers.delete(id); }
}
const desk = new Desk();
server.on('slip', (slip) => desk.add(slip));
setInterval(() => desk.sweep(), 1000);
`;

  test('says after which time a line of the program removes entries', async () => {
    expect(await noteOn(slips('size', 300), { text: sweeping('now - slip.at > 3000') })).toContain(
      'the age at which app.js:4 removes entries (3 s) could show that 60 entries of `Desk.papers{}` are overdue',
    );
    expect(await noteOn(slips('size', 300), { text: sweeping('now - slip.at > 3000'), timed: true })).toBeUndefined();
  });

  test('says nothing of a line that removes after a time nobody knows', async () => {
    expect(await noteOn(slips('size', 300), { text: sweeping('now > slip.till') })).toBeUndefined();
  });
});
