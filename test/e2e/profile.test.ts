import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { HeapBuilder } from '../support/heap-dsl.js';
import { analyzeToJson, poolscope } from './support/command-line.js';

let scratch = '';
const files: string[] = [];

/**
 * Connections whose names say nothing: `Qx` with `z = 'over'` is one that was closed.
 *
 * ```
 *   global ──ab──▶ Ab ──qs──▶ [ Qx{z: 'over'}, Qx{z: 'over'}, … ]   20 more in each round
 * ```
 */
beforeAll(async () => {
  scratch = await mkdtemp(join(tmpdir(), 'poolscope-profile-'));
  const heap = new HeapBuilder();
  const entries = heap.array([]);
  heap.global.property('ab', heap.object('Ab').property('qs', entries));
  for (let round = 0; round < 4; round += 1) {
    for (let count = 0; count < 20; count += 1) entries.push(heap.object('Qx').property('z', 'over'));
    const file = join(scratch, `${round}.heapsnapshot`);
    await writeFile(file, heap.toJson());
    files.push(file);
  }
});
afterAll(() => rm(scratch, { recursive: true, force: true }));

async function writeProfile(content: unknown): Promise<string> {
  const file = join(scratch, 'profile.json');
  await writeFile(file, JSON.stringify(content));
  return file;
}

describe('a profile', () => {
  it('says what death looks like where names say nothing', async () => {
    const without = await analyzeToJson(files);
    expect(without.report.findings.map(({ dead }) => dead).filter((dead) => dead > 0)).toEqual([]);

    const profile = await writeProfile({
      name: 'mine',
      connections: ['Qx'],
      deadWhen: [{ class: 'Qx', field: 'z', equals: 'over' }],
    });
    const { code, report } = await analyzeToJson([...files, '--profile', profile]);
    expect(code).toBe(1);
    expect(report.findings[0]).toMatchObject({
      verdict: 'leak',
      kind: 'ledger-entry-kept',
      dead: 80,
      brokenEdge: { label: 'Ab.qs[]', frees: 80, livingLost: 0 },
    });
    expect(report.findings[0]?.deadBy[0]?.field).toContain('Qx.z');
  });

  it('is refused with exit code 2 when it has a field that nobody knows', async () => {
    const profile = await writeProfile({ name: 'mine', conections: ['Qx'] });
    const { code, stdout, stderr } = await poolscope(['analyze', ...files, '--profile', profile]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(
      /profile\.json is not a valid profile:\n {2}conections: there is no such field; allowed here: .*connections/,
    );
  });
});
