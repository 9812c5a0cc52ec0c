import { writeFile } from 'node:fs/promises';
import { get } from 'node:http';

import { listEndpointTargets } from '../../../src/capture/inspector-endpoint.js';
import { freePort } from '../../support/free-port.js';
import { type Serving, startServing } from './serving.js';

/** A service with so many objects that its snapshot takes a second or more. */
export interface HeavyTarget extends Serving {
  /** Where its inspector listens once it is open. */
  readonly inspector: number;
  /** Whether it answers a request, as it did before. */
  isServing(): Promise<boolean>;
  /** Whether its inspector listens. */
  isInspected(): Promise<boolean>;
}

const SOURCE = `
  const keep = [];
  for (let count = 0; count < Number(process.argv[2]); count += 1) keep.push({ id: count, next: keep[count - 1], tags: [count] });
  globalThis.keep = keep;
  require('node:http').createServer((_, response) => response.setHeader('connection', 'close').end('well')).listen(
    Number(process.argv[3]), '127.0.0.1', () => console.log('ready'));
`;

/**
 * Starts one that listens nowhere but at its service, until it is attached to.
 *
 * @param file where its program is written
 * @param flags of Node.js
 */
export async function startHeavyTarget(
  file: string,
  { objects = 80_000, flags = [], node = process.execPath }: HeavyTargetOptions = {},
): Promise<HeavyTarget> {
  await writeFile(file, SOURCE);
  const [inspector, port] = [await freePort(), await freePort()];
  const serving = startServing(node, [`--inspect-port=${inspector}`, ...flags, file, String(objects), String(port)]);
  await serving.waitFor(/ready/);
  return {
    ...serving,
    inspector,
    isServing: () =>
      new Promise((resolve) => {
        get({ host: '127.0.0.1', port, agent: false, timeout: 20_000 }, (response) => {
          response.resume();
          resolve(response.statusCode === 200);
        }).on('error', () => resolve(false));
      }),
    isInspected: () =>
      listEndpointTargets({ host: '127.0.0.1', port: inspector }).then(
        () => true,
        () => false,
      ),
  };
}

interface HeavyTargetOptions {
  /** 80,000 make a snapshot of some 25 MB. */
  readonly objects?: number;
  readonly flags?: readonly string[];
  readonly node?: string;
}
