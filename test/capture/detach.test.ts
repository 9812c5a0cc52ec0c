import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import { WebSocketServer } from 'ws';

import { attach } from '../../src/capture/attachment.js';
import type { LocalSystem } from '../../src/capture/open-inspector.js';

const IDENTITY = { pid: 7, threadId: 0, node: '22.1.0', v8: '12', platform: 'linux', arch: 'x64', script: '/app.js' };
/** How long the target takes to close its inspector when it was asked to. */
const CLOSE_MS = 300;

const system: LocalSystem = {
  processes: {
    find: () => Promise.resolve(null),
    list: () => Promise.resolve([]),
    listeningPorts: () => Promise.resolve([]),
    clientsOf: () => Promise.resolve([]),
    listenerOn: () => Promise.resolve(null),
  },
  signal: () => undefined,
  platform: 'linux',
  userId: 1000,
  pid: 1,
};

/** An inspector that closes when it is asked to, unless it is busy; notes who has ended the connection first. */
async function startInspector({ isBusy = false } = {}) {
  const http = createServer((request, response) => {
    const { port } = http.address() as AddressInfo;
    const list = [{ title: 'app', webSocketDebuggerUrl: `ws://127.0.0.1:${port}/7` }];
    response.end(JSON.stringify(request.url === '/json/list' ? list : { Browser: 'node.js/v22' }));
  });
  const sockets = new WebSocketServer({ server: http });
  const log: string[] = [];
  sockets.on('connection', (socket) => {
    let isClosing = false;
    socket.on('message', (data) => {
      const { id, params } = JSON.parse(String(data));
      const expression = String(params.expression ?? '');
      const isCloseAsked = expression.includes('inspector.close()');
      if (isCloseAsked && !isBusy)
        setTimeout(() => {
          isClosing = true;
          socket.close();
          http.close();
          http.closeAllConnections();
        }, CLOSE_MS);
      socket.send(JSON.stringify({ id, result: { result: answerTo(expression) } }));
    });
    socket.on('close', () => log.push(isClosing ? 'the target closed first' : 'poolscope closed first'));
  });
  http.listen(0, '127.0.0.1');
  await once(http, 'listening');
  const { port } = http.address() as AddressInfo;
  return { port, log, stop: () => http.close() };
}

function answerTo(expression: string): object {
  if (expression.includes('bootstrapComplete')) return { value: 'ready' };
  if (expression.includes('worker_threads')) return { value: IDENTITY };
  return expression.includes('inspector.close()') ? { value: true } : { objectId: '1' };
}

describe('leaving a target', () => {
  it('whose inspector is to be closed, waits for it to end the connection: both at once may crash it', async () => {
    const { port, log } = await startInspector();
    const attachment = await attach({ kind: 'endpoint', host: '127.0.0.1', port }, { system, close: true });
    expect(await attachment.detach(false)).toBe('closed');
    expect(log).toEqual(['the target closed first']);
  });

  it('that is busy, does not wait for long', async () => {
    const { port, log, stop } = await startInspector({ isBusy: true });
    const attachment = await attach({ kind: 'endpoint', host: '127.0.0.1', port }, { system, close: true });
    expect(await attachment.detach(true)).toBe('closing');
    expect(log).toEqual(['poolscope closed first']);
    stop();
  });

  it('whose inspector stays open, ends the connection at once', async () => {
    const { port, log, stop } = await startInspector();
    const attachment = await attach({ kind: 'endpoint', host: '127.0.0.1', port }, { system });
    expect(await attachment.detach(false)).toBe('left-open');
    await expect.poll(() => log).toEqual(['poolscope closed first']);
    stop();
  });
});
