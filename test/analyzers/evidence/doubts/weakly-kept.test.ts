import { describe, expect, test } from 'vitest';
import { NO_CODE } from '../../../../src/analyzers/cases/context.js';
import { HeapBuilder } from '../../../support/heap-dsl.js';
import { against, clusterCase } from '../../support/case-support.js';
import { see, upTo } from '../finders/finders-support.js';

interface Traits {
  readonly references?: number;
  /** So many of the objects are kept by something else. */
  readonly kept?: number;
  readonly className?: string;
  /** What the text says of the place. */
  readonly state?: 'removed' | 'never';
}

/**
 * Hub ──▶ WeakRef × references ╌╌▶ Face      Hall ──▶ Face × kept
 *
 * @returns `ground verdict: evidence against`
 */
async function judged({ references = 60, kept = references, className = 'WeakRef', state }: Traits): Promise<string> {
  const heap = new HeapBuilder();
  const faces = upTo(references).map(() => heap.object('Face'));
  const refs = faces.map((face) => heap.allocate('object', className).weak('target', face));
  heap.global.property('hub', heap.object('Hub').property('refs', heap.array(refs)));
  heap.global.property('hall', heap.object('Hall').property('faces', heap.array(faces.slice(0, kept))));
  const { view, at } = await see(heap, { keepGarbage: true });
  const plain = clusterCase();
  const text = { what: 'collection', state, added: [], removed: [], read: [], missing: null };
  const context = {
    ...plain.context,
    view,
    code: { ...NO_CODE, ofPlace: () => (state === undefined ? null : text) },
  };
  return against(clusterCase({ context, facts: { leading: { nodes: refs.map(at) } } }));
}

const CODE = 'weakly-kept';

describe('weak references to objects that something else keeps', () => {
  test('are a note, for nine of ten', async () => {
    expect(await judged({ kept: 54 })).toMatch(/^grown note: .*weakly-kept/);
    expect(await judged({ kept: 53 })).not.toContain(CODE);
  });

  test('are too many where eight a round refer to nothing', async () => {
    expect(await judged({ references: 300, kept: 277 })).toContain(CODE);
    expect(await judged({ references: 300, kept: 276 })).not.toContain(CODE);
  });

  test('stay suspect where no line removes them', async () => {
    expect(await judged({ state: 'never' })).toMatch(/^grown suspect: .*weakly-kept/);
    expect(await judged({ state: 'removed' })).toMatch(/^grown note: .*weakly-kept/);
  });

  test('are none of another class', async () => {
    expect(await judged({ className: 'Entry' })).not.toContain(CODE);
  });
});
