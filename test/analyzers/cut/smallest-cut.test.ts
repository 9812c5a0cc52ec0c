import { describe, expect, test } from 'vitest';
import type { HeapNode } from '../../support/heap-dsl.js';
import { findingsOfProgram, type Program, times } from '../search/series-support.js';

const PER_ROUND = 20;

/**
 * A stack linked both ways. What is taken out keeps its link down; of each eight, one is kept and the others close.
 *
 * ```
 *   Desk ─top─▶ Cell ─b─▶ Cell ─b─▶ …            (Cell ◀─a─ Cell: cleared when the upper one goes)
 *   kept ─▶ [ Cell(kept) ─b─▶ Cell ─b─▶ Cell … ]   each Cell ─v─▶ Wire(closed) ─p0 … p7─▶ eight parts of its own
 * ```
 */
const staleStack: Program = (heap) => {
  const stack: HeapNode[] = [];
  const desk = heap.object('Desk');
  const kept = heap.array();
  heap.global.property('desk', desk).property('kept', kept);
  const push = () => {
    const wire = heap.object('Wire').property('closed', false);
    times(8, (index) => wire.property(`p${index}`, heap.object(`Part${index}`).property('wire', wire)));
    const below = stack[stack.length - 1];
    const cell = heap
      .object('Cell')
      .property('v', wire)
      .property('a', null)
      .property('b', below ?? null);
    below?.property('a', cell);
    stack.push(cell);
    desk.property('top', cell);
  };
  const pop = (): HeapNode => {
    const cell = stack.pop();
    if (cell === undefined) throw new Error('the stack is never empty here');
    stack[stack.length - 1]?.property('a', null);
    desk.property('top', stack[stack.length - 1] ?? null);
    return cell;
  };
  times(12, push);
  return () =>
    times(3, () => {
      const out = Array.from({ length: 8 }, pop);
      kept.push(out[0]);
      for (const cell of out.slice(1)) cell.get('v')?.property('closed', true);
      times(8, push);
    });
};

/** A list with two ends: Rope ─first─▶ Knot ⇄ Knot ⇄ … ◀─last─ Rope; nothing is ever taken out. */
const listWithTwoEnds: Program = (heap) => {
  const rope = heap.object('Rope');
  heap.global.property('rope', rope);
  let last: HeapNode | null = null;
  return () =>
    times(PER_ROUND, () => {
      const knot = heap.object('Knot').property('o', heap.object('Tale')).property('pv', last).property('nx', null);
      if (last === null) rope.property('first', knot);
      else last.property('nx', knot);
      rope.property('last', knot);
      last = knot;
    });
};

/** A ring: a sentinel of the entries' own class, whose `r` and `l` are the first and the last one. */
const ringWithSentinel: Program = (heap) => {
  const sentinel = heap.object('Node');
  sentinel.property('r', sentinel).property('l', sentinel);
  heap.global.property('loans', heap.object('Loans').property('head', sentinel));
  return () =>
    times(PER_ROUND, () => {
      const first = sentinel.get('r') ?? sentinel;
      const node = heap.object('Node').property('v', heap.object('Tale')).property('r', first).property('l', sentinel);
      first.property('l', node);
      sentinel.property('r', node);
    });
};

/** Four queues, linked one way: Lane ─one─▶ Cell ─nx─▶ Cell … ◀─end─ Lane; nobody takes anything out. */
const queues: Program = (heap) => {
  const lanes = Array.from({ length: 4 }, () => heap.object('Lane'));
  heap.global.property('lanes', heap.array(lanes));
  return () =>
    times(PER_ROUND, (index) => {
      const lane = lanes[index % lanes.length];
      const cell = heap.object('Cell').property('val', heap.object('Tale')).property('nx', null);
      const end = lane.get('end');
      if (end === undefined) lane.property('one', cell);
      else end.property('nx', cell);
      lane.property('end', cell);
    });
};

/**
 * A search tree: Grove ─root─▶ Twig ─┬─p─▶ Twig …          with `up`, also Twig ◀─up─ Twig
 *                                    └─q─▶ Twig …
 */
const tree =
  (up: boolean): Program =>
  (heap) => {
    const twigs: HeapNode[] = [];
    const grove = heap.object('Grove');
    heap.global.property('grove', grove);
    return () =>
      times(PER_ROUND, () => {
        const twig = heap.object('Twig').property('o', heap.object('Tale')).property('p', null).property('q', null);
        const at = twigs.length;
        const above = twigs[Math.floor((at - 1) / 2)];
        if (above === undefined) grove.property('root', twig);
        else above.property(at % 2 === 1 ? 'p' : 'q', twig);
        if (up) twig.property('up', above ?? null);
        twigs.push(twig);
      });
  };

/** Many small trees that come one by one: Shelf ─rows─▶ [ Twig ─┬─p─▶ Twig …  ] */
const grove: Program = (heap) => {
  const rows = heap.array();
  heap.global.property('shelf', heap.object('Shelf').property('rows', rows));
  const grown = (depth: number): HeapNode => {
    const twig = heap.object('Twig');
    return depth === 0 ? twig : twig.property('p', grown(depth - 1)).property('q', grown(depth - 1));
  };
  return () => times(PER_ROUND, () => rows.push(grown(3)));
};

describe('entries of a tree', () => {
  test.each([
    ['that know their children', false],
    ['that know their parent as well', true],
  ])('%s are kept by what refers to the root, and no link is stale', async (_, up) => {
    const [first, ...others] = await findingsOfProgram(tree(up));
    expect(others).toEqual([]);
    expect(first).toMatchObject({ kind: 'growing-class', verdict: 'leak', suspects: 60 });
    expect(first.brokenEdge).toMatchObject({ label: 'Grove.root', frees: 60, livingLost: 20 });
    expect(first.headline).toMatch(/^Take a Twig out of its tree, which `Grove\.root` leads to, when it is no longer/);
  });

  test('that pile up are kept by their pile', async () => {
    const [first] = await findingsOfProgram(grove);
    expect([first.kind, first.brokenEdge?.label]).toEqual(['unbounded-collection', 'Shelf.rows[]']);
  });
});

describe('a link that entries keep after they left the list', () => {
  test('is found among any number of references that lead inside an entry', async () => {
    const [first] = await findingsOfProgram(staleStack);
    expect(first.brokenEdge?.label).toMatch(/^Cell(\(leased\))?\.b$/);
    expect(first.kind).toBe('stale-link');
    expect(first.headline).toMatch(/^Clear `Cell(\(leased\))?\.b` when a \w+ leaves the list/);
  });
});

describe('entries that are still in their list are to be taken out of it', () => {
  test.each([
    ['a list with two ends', listWithTwoEnds, /^Knot\.(nx|pv)$|^Rope\.(first|last)$/],
    ['a ring with a sentinel', ringWithSentinel, /^Node\.[rl]$/],
    ['several queues linked one way', queues, /^Cell\.nx$|^Lane\.(one|end)$/],
  ])('%s', async (_, program, label) => {
    const [first] = await findingsOfProgram(program);
    expect(first.brokenEdge?.label).toMatch(label);
    expect(first.kind).not.toBe('stale-link');
    expect(first.headline).toMatch(/^Take a \w+ out of its list, which `[\w.]+` links, when it is no longer needed: /);
  });
});
