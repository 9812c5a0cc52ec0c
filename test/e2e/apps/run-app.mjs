/**
 * Starts one of the applications beside this file, on a free port of the loopback address:
 *
 *     node run-app.mjs <application.mjs> <folder of its packages> <service as JSON> healthy|fault
 */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const [application, folder, service, state] = process.argv.slice(2);
const { load } = await import(pathToFileURL(join(folder, 'load.mjs')).href);
const { start } = await import(pathToFileURL(application).href);
const port = await start({ load, service: JSON.parse(service), isFaulty: state === 'fault' });
console.log(`listening on ${port}`);
process.once('SIGTERM', () => process.exit(0));
