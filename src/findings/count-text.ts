/** A count with thousands separated: `1,234,567`. Not by locale: the same input gives the same bytes. */
export function formatCount(count: number): string {
  return String(count).replace(/(?<=^-?\d+)\d{3}(?=(\d{3})*$)/g, (group) => `,${group}`);
}
