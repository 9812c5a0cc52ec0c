import { LinkPool } from './link-pool.mjs';
import { lockTable } from './lock-table.mjs';

const links = new LinkPool(6);

export async function runMany(table, texts) {
  await using lock = await lockTable(table);
  const link = links.borrow();
  const results = [];
  for (const text of texts) {
    results.push(await link.send(text));
  }
  links.giveBack(link);
  return { results, lock: lock.name };
}
