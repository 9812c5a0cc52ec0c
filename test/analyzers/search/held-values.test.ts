import { describe, expect, test } from 'vitest';
import type { HeapNode } from '../../support/heap-dsl.js';
import { HeapRegistry } from '../../support/heap-dsl-registry.js';
import { findingsOfProgram, type Program, times } from './series-support.js';

const PER_ROUND = 20;

/**
 * A registry, a table, and what each round registers.
 *
 * ```
 *   Hub ─table─▶ Map ─▶ Guest …      Hub ─registry─▶ FinalizationRegistry ─▶ WeakCell ─held─▶ Tale
 *                                                                               └══target══▶ Guest
 * ```
 */
function program(add: (guest: HeapNode, held: HeapNode, registry: HeapRegistry, keep: () => void) => void): Program {
  return (heap) => {
    const registry = new HeapRegistry(heap);
    const table = heap.map();
    heap.global.property('hub', heap.object('Hub').property('table', table).property('registry', registry.node));
    return (round) =>
      times(PER_ROUND, (index) => {
        const guest = heap.object('Guest').property('notes', heap.object('Notes'));
        const held = heap.object('Tale').property('words', heap.object('Words'));
        add(guest, held, registry, () => table.entries.set(`${round}.${index}`, guest));
      });
  };
}

describe('what a FinalizationRegistry holds for an object', () => {
  test('is kept by whatever keeps the object', async () => {
    const findings = await findingsOfProgram(
      program((guest, held, registry, keep) => {
        keep();
        registry.register(guest, held);
      }),
    );
    expect(findings.map(({ brokenEdge }) => brokenEdge?.label)).toEqual(['Hub.table{}']);
    expect(findings[0].classes.map(({ name }) => name)).toContain('Tale');
  });

  test('is a second fault where it leads back to the object', async () => {
    const [first] = await findingsOfProgram(
      program((guest, held, registry, keep) => {
        keep();
        registry.register(guest, held.property('guest', guest));
      }),
    );
    expect(first).toMatchObject({ verdict: 'leak', brokenEdge: { label: 'Hub.table{}' } });
    expect(first.brokenEdge?.also.map(({ label }) => label)).toEqual(['Hub.registry (held value)']);
  });

  test('is the fault where it alone leads to the object', async () => {
    const [first] = await findingsOfProgram(
      program((guest, held, registry) => {
        registry.register(guest, held.property('guest', guest));
      }),
    );
    expect(first).toMatchObject({ verdict: 'leak', brokenEdge: { label: 'Hub.registry (held value)', livingLost: 0 } });
    expect(first.headline).toMatch(/^Hold nothing in `Hub.registry \(held value\)` that leads to a \w+:/);
  });

  /** One object that stays, for which a registry with a clean-up function from that file holds more and more. */
  const again =
    (file: string): Program =>
    (heap) => {
      const registry = new HeapRegistry(heap, heap.closure('cleanUp', { place: { file, line: 3, column: 1 } }));
      const guest = heap.object('Guest');
      heap.global.property('hub', heap.object('Hub').property('guest', guest).property('registry', registry.node));
      return () => times(PER_ROUND, () => registry.register(guest, heap.object('Tale')));
    };

  test('is the fault where one object that stays is registered again and again', async () => {
    const [first] = await findingsOfProgram(again('/srv/app.js'));
    expect(first.brokenEdge?.label).toBe('Hub.registry (held value)');
  });

  test('is nothing to report where the registry is one of Node.js itself', async () => {
    expect(await findingsOfProgram(again('node:internal/abort_controller'))).toEqual([]);
  });
});
