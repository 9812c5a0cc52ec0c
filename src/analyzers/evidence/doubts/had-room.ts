import type { GrowingCase } from '../../cases/case.js';
import { doubt } from '../doubt.js';
import { findArrayRoom } from '../finders/array-room.js';
import { GROWTH, SLOTS } from '../ground-groups.js';

export const hadRoom = doubt({
  code: 'had-room',
  means: 'The array had as many slots from the start: it may be a ring that fills.',
  of: [...GROWTH, ...SLOTS],
  turn: 'facts',
  find: (c: GrowingCase) => {
    const { view, series } = c.context;
    if (c.type === 'place') {
      const { kept, nodes, sizes, bytes } = c.place;
      return kept && nodes.length === 1 ? findArrayRoom(view.graph, nodes[0], sizes[0], bytes) : null;
    }
    const [fullest] = c.containers;
    if (fullest === undefined || !c.restsOnGrowth) return null;
    const id = view.graph.nodeIds[fullest.container];
    const bytes = series.map((summary) => summary.containerBytes.get(id));
    return findArrayRoom(view.graph, fullest.container, series[0].containerEntries.get(id) ?? 0, bytes);
  },
  bears: () => 'note',
  says: (slots) => `It had ${slots} slots from the start: it may be a ring that fills.`,
});
