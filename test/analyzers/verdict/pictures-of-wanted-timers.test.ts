import { describe, expect, test } from 'vitest';
import type { HeapBuilder, HeapMap, HeapNode } from '../../support/heap-dsl.js';
import { parser } from '../code/support.js';
import { fill, seen } from './picture-support.js';
import { FILE, PER_ROUND, timer, type Work } from './verdict-support.js';

const TEN_MINUTES = 600_000;

/** The verdict on the timers of one function, and whether something that wants them speaks against it. */
async function verdictOn(work: Work, label: string, text: string): Promise<string> {
  const { verdict, against } = await seen(work, label, 4, { read: () => text, parser });
  return against.includes('timers-wanted') ? `${verdict}, wanted` : verdict;
}

describe('timers that remove entries', () => {
  const TEXT = `class Hub {
  constructor() { this.rows = new Map(); }
  add(key, row) { this.rows.set(key, row);
    setTimeout((key) => this.rows.delete(key), 600_000, key); }
}
const hub = new Hub();
server.on('row', (key, row) => hub.add(key, row));
`;
  const LABEL = 'setTimeout(function at app.js:4)';

  /**
   * Hub ──rows──▶ Map ──▶ Row × `kept` a round
   * Timeout × 20 a round ──▶ closure ──this──▶ Hub
   */
  function hub(kept: number): Work {
    let map: HeapMap;
    let owner: HeapNode;
    let shared: HeapNode;
    return (heap, round) => {
      if (round === 0) {
        map = heap.map();
        owner = heap.object(heap.class('Hub', { file: FILE, line: 1, column: 13 })).property('rows', map);
        shared = heap.shared('').internal('script_or_debug_info', heap.script(FILE));
        heap.global.property('hub', owner);
      }
      fill(kept, (index) => map.entries.set(heap.string(`${round} ${index}`), heap.object('Row', { size: 500 })));
      fill(PER_ROUND, () => {
        const place = { file: FILE, line: 3, column: 15 };
        const closure = heap.allocate('closure', '', { place }).internal('shared', shared);
        timer(heap, closure.internal('context', heap.context({ self: owner })), TEN_MINUTES, false);
      });
    };
  }

  test('are a time to live while there are as many entries', async () => {
    expect(await verdictOn(hub(PER_ROUND), LABEL, TEXT)).toBe('note, wanted');
    expect(await verdictOn(hub(18), LABEL, TEXT)).toBe('note, wanted');
  });

  test('should have been cleared where the entries are gone before', async () => {
    expect(await verdictOn(hub(0), LABEL, TEXT)).toBe('suspect');
    expect(await verdictOn(hub(17), LABEL, TEXT)).toBe('suspect');
  });

  test('are not for a collection that has many more entries', async () => {
    expect(await verdictOn(hub(25), LABEL, TEXT)).toBe('note, wanted');
    expect(await verdictOn(hub(26), LABEL, TEXT)).toBe('suspect');
  });

  test('are suspect where they remove nothing', async () => {
    expect(await verdictOn(hub(PER_ROUND), LABEL, TEXT.replace('this.rows.delete(key)', 'log(key, 1234567)'))).toBe(
      'suspect',
    );
  });
});

describe('timers that a call awaits', () => {
  const TEXT = 'async function visit(key) { await pause(600_000); }\nserver.on("row", visit);\n';

  /**
   * Timeout × 20 a round ──▶ resolve ──▶ scope ──▶ Promise ──▶ PromiseReaction ──▶ handler ──▶ scope ──extension──▶ Generator ──▶ visit()
   */
  function sleeping(isAwaited: boolean): Work {
    let resolve: HeapNode;
    let visit: HeapNode;
    return (heap, round) => {
      if (round === 0) {
        resolve = heap.shared('');
        visit = heap.closure('visit', { place: { file: FILE, line: 0, column: 20 } });
        heap.global.property('visit', visit);
      }
      fill(PER_ROUND, () => {
        const promise = heap.promise(isAwaited ? reaction(heap, visit) : undefined);
        const scope = heap.context().hidden(1, promise);
        timer(heap, heap.closure('', { context: scope }).internal('shared', resolve), TEN_MINUTES, false);
      });
    };
  }

  function reaction(heap: HeapBuilder, visit: HeapNode): HeapNode {
    const generator = heap.object('Generator').internal('function', visit);
    const handler = heap.closure('', { context: heap.context().internal('extension', generator) });
    return heap.allocate('hidden', 'system / PromiseReaction').hidden(0, handler);
  }

  test('are a pause, unless nobody awaits them', async () => {
    expect(await verdictOn(sleeping(true), 'setTimeout((anonymous function))', TEXT)).toBe('note, wanted');
    expect(await verdictOn(sleeping(false), 'setTimeout((anonymous function))', TEXT)).toBe('suspect');
  });

  test('are suspect where the call may go on for good', async () => {
    const text = TEXT.replace('await pause(600_000);', 'for (;;) await pause(600_000);');
    expect(await verdictOn(sleeping(true), 'setTimeout((anonymous function))', text)).toBe('suspect');
  });
});

describe('timers that start the next one', () => {
  const text = (test: string) => `function retry(job, attempt) {
  setTimeout(() => { if (${test}) retry(job, attempt + 1); }, 600_000);
}
server.on('job', (job) => retry(job, 1));
`;

  /** Timeout × 20 a round ──▶ closure ──job──▶ Job */
  function retrying(): Work {
    let shared: HeapNode;
    return (heap, round) => {
      if (round === 0) shared = heap.shared('');
      fill(PER_ROUND, () => {
        const closure = heap.closure('', {
          place: { file: FILE, line: 1, column: 13 },
          context: { job: heap.object('Job', { size: 200 }) },
        });
        timer(heap, closure.internal('shared', shared), TEN_MINUTES, false);
      });
    };
  }

  test('are retries where their number is bounded', async () => {
    expect(await verdictOn(retrying(), 'setTimeout(function at app.js:2)', text('attempt < 3'))).toBe('note, wanted');
    expect(await verdictOn(retrying(), 'setTimeout(function at app.js:2)', text('!job.stopped'))).toBe('suspect');
  });
});
