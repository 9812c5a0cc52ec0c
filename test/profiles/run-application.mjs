/**
 * Runs the shop on a real database, with one fault or none, and writes four snapshots, one after each round:
 *
 *     node run-application.mjs <driver> <fault or none> <folder of the driver> <folder for the snapshots> <service as JSON>
 */
import { join } from 'node:path';
import process from 'node:process';
import { setTimeout } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { SnapshotWriter } from '../support/snapshot-writer.mjs';
import { DATABASES } from './applications/databases.mjs';
import { AuditService, OrderService, ReportService } from './applications/shop.mjs';

const SNAPSHOTS = 4;
const REQUESTS = 20;
const [driver = '', fault = '', packages = '', target = '', service = 'null'] = process.argv.slice(2);
const { load } = await import(pathToFileURL(join(packages, 'load.mjs')).href);
const database = await DATABASES[driver](load, JSON.parse(service));

const shop = {
  orders: new OrderService(database, fault === 'forgotten-release'),
  audit: new AuditService(database, fault === 'listener-per-checkout'),
  reports: new ReportService(database, fault === 'clients-in-a-map'),
};

const snapshots = new SnapshotWriter();
for (let round = 0; round < SNAPSHOTS; round += 1) {
  for (let request = 0; request < REQUESTS; request += 1) {
    await shop.orders.getOrder(request);
    await shop.audit.record({ url: `/orders/${round}/${request}`, failed: [] });
    const session = `session ${round}.${request}`;
    await shop.reports.open(session);
    await shop.reports.close(session);
  }
  // What the server still has to say comes in, and what is closed is closed.
  await setTimeout(200);
  await snapshots.write(join(target, `${round}.heapsnapshot`));
}
process.exit(0);
