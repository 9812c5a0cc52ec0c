import { describe, expect, it } from 'vitest';

import { CodeFacts } from '../../../src/analyzers/code/code-facts.js';
import type { EdgeLabel } from '../../../src/analyzers/labels/edge-label.js';
import { SourceIndex } from '../../../src/graph/script-places.js';
import { graphOf } from '../../graph/graph-of.js';
import { HeapBuilder } from '../../support/heap-dsl.js';
import { parser } from './support.js';

const FILE = '/app/hub.js';
const TEXT = `class Hub {
constructor() { this.rows = []; }
add(row) { this.rows.push(row); } }
class Row {
constructor(hub) { this.hub = hub; }
close() { this.isOpen = false; } }
`;

/**
 * ```
 *   globalThis ──hub──▶ Hub ──rows──▶ Array ──▶ Row ──hub──▶ Hub
 *                                                └─__proto__─▶ { close() } of line 6
 * ```
 */
async function lineLeft({ hasRun, method = 'close' }: { hasRun: boolean; method?: string }): Promise<number | null> {
  const heap = new HeapBuilder();
  const hub = heap.object(heap.class('Hub', { file: FILE, line: 1, column: 11 }));
  const close = heap.closure('close', {
    place: { file: FILE, line: 5, column: 5 },
    ...(hasRun ? { words: ['isOpen'] } : {}),
  });
  const proto = heap.object('Object').property(method, close);
  const row = heap.object('Row').property('__proto__', proto).property('hub', hub);
  heap.global.property('hub', hub.property('rows', heap.array([row])));
  const { graph, at } = await graphOf(heap);
  const facts = new CodeFacts(graph, new SourceIndex(graph), { read: () => TEXT, parser });
  const label = {
    text: 'Hub.rows[]',
    owner: { kind: 'class', name: 'Hub' },
    ownerNode: at(hub),
    parts: [{ kind: 'field', name: 'rows' }, { kind: 'index' }],
  } as unknown as EdgeLabel;
  const code = facts.ofPlace(label);
  if (code === null) throw new Error('the place was not found');
  return facts.leftByEnding(code, label, [at(row)])?.line ?? null;
}

describe('the function by which an entry of the heap ends', () => {
  it('is named where it has the owner of the place, and the heap shows that it ran', async () => {
    expect(await lineLeft({ hasRun: true })).toBe(6);
  });

  it('is not named where it never ran', async () => {
    expect(await lineLeft({ hasRun: false })).toBeNull();
  });

  it('is not named where its name is not that of an end', async () => {
    expect(await lineLeft({ hasRun: true, method: 'pause' })).toBeNull();
  });
});
