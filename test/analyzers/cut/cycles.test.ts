import { describe, expect, it } from 'vitest';
import { countRoleCycles, findCycle } from '../../../src/analyzers/cut/cycles.js';
import { type HeapView, viewHeap } from '../../../src/analyzers/objects/heap-view.js';
import { HeapGraph } from '../../../src/graph/heap-graph.js';
import { HeapBuilder, type HeapNode } from '../../support/heap-dsl.js';

async function view(heap: HeapBuilder): Promise<HeapView> {
  return viewHeap(new HeapGraph(await heap.toColumns()), []);
}

function ordinals({ graph }: HeapView, nodes: readonly HeapNode[]): number[] {
  return nodes.map(({ id }) => graph.ordinalOf(id));
}

/** `globalThis.x ─▶ Reservation ─conn─▶ Connection ─session─▶ Session ─reservation─▶ Reservation` */
function ring(heap: HeapBuilder): { reservation: HeapNode; connection: HeapNode; session: HeapNode } {
  const reservation = heap.object('Reservation');
  const session = heap.object('UserSession').property('reservation', reservation);
  const connection = heap.object('Connection').property('session', session);
  reservation.property('conn', connection);
  return { reservation, connection, session };
}

describe('cycles', () => {
  //   Connection ─session─▶ Session ─▶ Reservation ─conn─▶ Connection,   Session ─conn─▶ Connection
  it('shows the shortest cycle through the connection and a borrower', async () => {
    const heap = new HeapBuilder();
    const { reservation, connection, session } = ring(heap);
    session.property('conn', connection);
    heap.global.property('kept', reservation);
    const seen = await view(heap);
    expect(findCycle(seen, ordinals(seen, [reservation, connection, session]), [])).toEqual({
      folded: 'Connection.session → UserSession.conn → Connection',
      length: 2,
      classes: ['Connection', 'UserSession'],
      members: 3,
      anchors: [],
      harmless: true,
    });
  });

  // The way there is shortest to Lease (1), but the way back from it is long: Session (2 + 1) closes sooner.
  //   Connection ─lease─▶ Lease ─a─▶ A ─b─▶ B ─c─▶ C ─conn─▶ Connection
  //   Connection ─x─▶ X ─session─▶ Session ─conn─▶ Connection
  it('weighs the way back as much as the way there', async () => {
    const heap = new HeapBuilder();
    const connection = heap.object('Connection');
    const c = heap.object('C').property('conn', connection);
    const b = heap.object('B').property('c', c);
    const a = heap.object('A').property('b', b);
    const lease = heap.object('Lease').property('a', a);
    const session = heap.object('UserSession').property('conn', connection);
    const x = heap.object('X').property('session', session);
    connection.property('lease', lease).property('x', x);
    heap.global.property('kept', connection);
    const seen = await view(heap);
    const cycle = findCycle(seen, ordinals(seen, [connection, a, b, c, lease, session, x]), []);
    expect(cycle?.folded).toBe('Connection.x → X.session → UserSession.conn → Connection');
    expect(cycle?.length).toBe(3);
  });

  //   globalThis ─registry─▶ Registry ─last─▶ Reservation ⇄ …
  it('gives the path by which a root reaches an anchor', async () => {
    const heap = new HeapBuilder();
    const { reservation, connection, session } = ring(heap);
    heap.global.property('registry', heap.object('Registry').property('last', reservation));
    const seen = await view(heap);
    const { graph, labels, tree } = seen;
    const edge = tree.parentEdge(graph.ordinalOf(reservation.id));
    const label = { ...labels.label(edge, graph.source(edge)), id: 0, innerEdges: 0, boundaryEdges: [] };
    const cycle = findCycle(seen, ordinals(seen, [reservation, connection, session]), [
      { label, edges: [edge], parts: 1 },
    ]);
    expect(cycle?.harmless).toBe(false);
    expect(cycle?.anchors).toEqual([{ label: 'Registry.last', path: 'globalThis → globalThis.registry → Registry' }]);
  });

  //   Connection ─▶ Session, no way back
  it('finds none where nothing refers back', async () => {
    const heap = new HeapBuilder();
    const session = heap.object('UserSession');
    const connection = heap.object('Connection').property('session', session);
    heap.global.property('kept', connection);
    const seen = await view(heap);
    expect(findCycle(seen, ordinals(seen, [connection, session]), [])).toBeNull();
    expect(countRoleCycles(seen).cycles).toBe(0);
  });

  it('counts the cycles among living connections and their borrowers', async () => {
    const heap = new HeapBuilder();
    const rings = [1, 2, 3].map(() => ring(heap).reservation);
    heap.global.property('kept', heap.array(rings));
    expect(countRoleCycles(await view(heap))).toEqual({
      cycles: 3,
      classes: ['Connection', 'Reservation', 'UserSession'],
    });
  });
});
