import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';

import type { Report } from '../../src/findings/report-schema.js';
import { readLibraries } from '../profiles/library.js';
import { reasonToSkip } from '../profiles/prerequisites.js';
import { analyzeShop } from '../profiles/verify-application.js';

const ROOT = resolve(import.meta.dirname, '../..');
const DRIVERS = [
  { name: 'mysql2', resource: 'mysql2 connection', book: 'Pool._allConnections._list[]', holder: null },
  { name: 'pg', resource: 'pg client', book: 'BoundPool._clients[]', holder: null },
  { name: 'redis', resource: 'Redis client', book: 'Class.#clientsInUse.#head.next', holder: 'giveBack' },
  { name: 'amqplib', resource: 'AMQP channel', book: 'Connection.channels[]', holder: null },
  { name: 'mysql', resource: 'mysql connection', book: 'Pool._allConnections[]', holder: null },
  { name: 'mariadb', resource: 'mariadb connection', book: 'Pool.#activeConnections[]', holder: null },
];
const libraries = await readLibraries(ROOT);

/** Verdicts, kinds and labels of what is raised. */
const alarms = ({ findings }: Report) =>
  findings
    .filter(({ verdict }) => verdict !== 'note')
    .map(({ verdict, kind, brokenEdge }) => `${verdict} ${kind} ${brokenEdge?.label}`);

for (const { name, resource, book, holder } of DRIVERS) {
  const library = libraries.find((each) => each.name === name)?.library;
  if (library === undefined) throw new Error(`no library is called ${name}`);
  const reason = await reasonToSkip(ROOT, library.versions.at(-1) ?? {}, library.service);

  describe.skipIf(reason !== null)(
    `an application on ${name}${reason === null ? '' : ` (skipped: ${reason})`}`,
    { timeout: 120_000 },
    () => {
      test('that forgets to release on one path is found, and the inventory says who has what', async () => {
        const report = await analyzeShop(ROOT, name, library, 'forgotten-release');
        expect(alarms(report)).toEqual([`leak lease-never-released ${book}`]);
        const pool = report.pools.find((each) => each.profile === name);
        expect(pool?.words?.resource).toBe(resource);
        expect(pool?.inventory?.map((inventory) => inventory?.leased)).toEqual([10, 20, 30, 40]);
        // Each request takes the place of one that never came back, and nobody has it any more, but what would end it.
        expect(pool?.heldBy?.map((held) => [held.holder?.source?.function ?? null, held.leases])).toEqual([
          [holder, 40],
        ]);
      });

      test('that adds a listener per checkout is found, with the line that adds it', async () => {
        const report = await analyzeShop(ROOT, name, library, 'listener-per-checkout');
        expect(alarms(report)).toEqual([expect.stringMatching(/^leak listener-pileup \w+\._events\.error\[\]$/)]);
        const sources = report.findings[0]?.holders.map(({ source }) => source?.file ?? '');
        expect(sources).toContainEqual(expect.stringMatching(/shop\.mjs$|mysql2.lib/));
      });

      test('that keeps closed clients in a map is found by the map', async () => {
        const report = await analyzeShop(ROOT, name, library, 'clients-in-a-map');
        expect(alarms(report)).toEqual(['leak ledger-entry-kept ReportService.#clients{}']);
        expect(report.findings[0]).toMatchObject({ dead: 80, brokenEdge: { frees: 80, livingLost: 0 } });
      });

      test('that does all of this as it should raises nothing', async () => {
        const report = await analyzeShop(ROOT, name, library, 'none');
        expect(alarms(report)).toEqual([]);
        const inventory = report.pools.find((each) => each.profile === name)?.inventory?.at(-1);
        expect(inventory).toMatchObject({ leased: 0, dead: 0 });
        // Null where nothing ever waits.
        expect(inventory?.pending ?? 0).toBe(0);
      });
    },
  );
}
