/** Classes of the generated heaps whose objects are compared between the tools, and how many of each. */
const COMPARED = new Map([
  ['ServiceHeap', 10],
  ['ConnectionPool', 10],
  ['SessionCache', 10],
  ['Connection', 500],
  ['Wire', 500],
  ['Statement', 500],
  ['Row', 500],
  ['Deferred', 500],
]);

/**
 * The objects to compare: of each class those with the smallest node ids, so that all tools pick the same.
 *
 * @param {{ name: string, id: number, retainedBytes: number }[]} objects
 */
export function selectCompared(objects) {
  const sorted = objects.filter(({ name }) => COMPARED.has(name)).sort((a, b) => a.id - b.id);
  const taken = new Map();
  return sorted.filter(({ name }) => {
    const count = (taken.get(name) ?? 0) + 1;
    taken.set(name, count);
    return count <= COMPARED.get(name);
  });
}
