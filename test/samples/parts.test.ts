import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const FOLDER = join(import.meta.dirname, '../../samples/vttablet');

/** The lines of code in a module; comments may differ. */
async function linesOf(name: string): Promise<string[]> {
  const text = await readFile(join(FOLDER, name), 'utf8');
  return text
    .replaceAll(/\/\*[\s\S]*?\*\//g, '')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('//'));
}

/** What is left of `lines` when each line of `others` has taken one like it away. */
function without(lines: readonly string[], others: readonly string[]): string[] {
  const rest = [...others];
  return lines.filter((line) => {
    const at = rest.indexOf(line);
    if (at !== -1) rest.splice(at, 1);
    return at === -1;
  });
}

describe('the two modules of a part', () => {
  it.each([
    { part: 'conn-stack', before: [], after: ['entry.next = null;'] },
    { part: 'session', before: [], after: ['if (this.heartbeat !== null) clearInterval(this.heartbeat);'] },
    {
      part: 'connection-book',
      before: ['onClosed(): void {'],
      after: ['onClosed(conn: DbConnection): void {', 'this.byId.delete(conn.id);'],
    },
    {
      part: 'statement',
      before: ['const rows = await conn.exec(sql);', 'return rows;'],
      after: ['return await conn.exec(sql);'],
    },
  ])('differ in what mends the fault, and in nothing else: $part', async ({ part, before, after }) => {
    const [faulty, mended] = [await linesOf(`${part}.ts`), await linesOf(`${part}.mended.ts`)];
    expect(without(faulty, mended)).toEqual(before);
    expect(without(mended, faulty)).toEqual(after);
  });
});
