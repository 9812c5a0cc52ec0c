/**
 * Stands before the inspector of a process and passes everything on, until a moment at which it goes wrong.
 *
 *     node fault-proxy.mjs <fault> <moment> <port of the inspector>      prints the port it listens on
 */
import http from 'node:http';

import { WebSocket, WebSocketServer } from 'ws';

const [fault = '', moment = '', inspector = ''] = process.argv.slice(2);

/** By moment: the request with which it begins, and which of them. */
const REQUESTS = {
  identity: ['Runtime.evaluate', 1],
  marker: ['Runtime.evaluate', 3],
  scripts: ['Debugger.enable', 1],
  collection: ['HeapProfiler.collectGarbage', 1],
  snapshot: ['HeapProfiler.takeHeapSnapshot', 1],
  'second snapshot': ['HeapProfiler.takeHeapSnapshot', 2],
  texts: ['Debugger.getScriptSource', 1],
  farewell: ['HeapProfiler.disable', 1],
};
const OVERLONG = 200 * 2 ** 20;
const DRIP_MS = 300;

const server = http.createServer((request, response) => {
  if (moment === 'list') return spoilList(response);
  http.get({ port: inspector, path: request.url, agent: false }, (real) => real.pipe(response));
});
if (moment === 'upgrade') {
  server.on('upgrade', (_, socket) => {
    socket.on('error', () => undefined);
    if (fault === 'redirect') socket.end('HTTP/1.1 302 Found\r\nLocation: ws://127.0.0.1:1/\r\n\r\n');
    else if (fault === 'garbage') socket.end('220 mail.example ESMTP\r\n');
    else if (fault === 'close') socket.destroy();
  });
} else {
  new WebSocketServer({ server, maxPayload: 2 ** 30 }).on('connection', pass);
}
server.listen(0, '127.0.0.1', () => console.log(server.address().port));

function spoilList(response) {
  response.on('error', () => undefined);
  const url = `ws://127.0.0.1:${server.address().port}/x`;
  switch (fault) {
    case 'silent':
      return;
    case 'garbage':
      return response.end('<html>');
    case 'redirect':
      return response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end();
    case 'close':
      return response.destroy();
    case 'odd':
      return response.end(
        JSON.stringify([null, 1, { title: {}, webSocketDebuggerUrl: 'no url' }, { webSocketDebuggerUrl: 5 }, url]),
      );
    case 'drip':
      return void repeat(() => response.write(' '), DRIP_MS, response);
    case 'endless':
      return void repeat(() => response.write('a'.repeat(2 ** 16)), 1, response);
  }
}

function repeat(work, everyMs, stream) {
  const timer = setInterval(work, everyMs);
  stream.on('close', () => clearInterval(timer));
}

function pass(client, request) {
  const real = new WebSocket(`ws://127.0.0.1:${inspector}${request.url}`, { maxPayload: 0 });
  const waiting = [];
  const seen = new Map();
  let spoiled = false;
  real.on('open', () => {
    for (const text of waiting.splice(0)) real.send(text);
  });
  real.on('message', (data) => {
    if (!spoiled) client.send(String(data));
  });
  for (const [one, other] of [
    [client, real],
    [real, client],
  ]) {
    one.on('close', () => other.terminate());
    one.on('error', () => undefined);
  }
  const [method, which] = REQUESTS[moment] ?? [];
  if (moment === 'hello') spoil(client, null);
  client.on('message', (data) => {
    const text = String(data);
    const message = JSON.parse(text);
    // One before the snapshot ends the count of objects, where these are counted.
    if (moment === 'farewell' && !seen.has('HeapProfiler.takeHeapSnapshot') && message.method === method)
      seen.delete(method);
    else seen.set(message.method, (seen.get(message.method) ?? 0) + 1);
    if (message.method === method && seen.get(method) === which) {
      spoiled = true;
      spoil(client, message);
    } else if (!spoiled) {
      if (real.readyState === WebSocket.OPEN) real.send(text);
      else waiting.push(text);
    } else if (fault === 'odd' || fault === 'empty') {
      client.send(JSON.stringify({ id: message.id, ...answer() }));
    }
  });
}

function answer() {
  if (fault === 'empty') return { result: {} };
  return {
    result: {
      __proto__: null,
      result: { value: { heapUsed: 'x', pid: '../../../etc', script: '\u001b[2J' } },
      exceptionDetails: 5,
    },
  };
}

/** @param message that it would answer */
function spoil(client, message) {
  const id = message?.id ?? 1;
  switch (fault) {
    case 'silent':
      return;
    case 'close':
      return client.terminate();
    case 'garbage':
      return client.send(`{"id":${id},`);
    case 'bytes':
      return client.send(Buffer.from([0, 255, 1]));
    case 'array':
      return client.send('[]');
    case 'no number':
      return client.send(JSON.stringify({ id: String(id), result: {} }));
    case 'overlong':
      return client.send('x'.repeat(OVERLONG));
    case 'refusal':
      return client.send(JSON.stringify({ id, error: { code: -1, message: '\u001b[31mno\u0007 \u202e' } }));
    case 'empty':
    case 'odd':
      return client.send(JSON.stringify({ id, ...answer() }));
    case 'no frame':
      return client._socket.write('HTTP/1.1 400 Bad Request\r\n\r\n');
    case 'drip': {
      // A frame of text that is announced, and comes byte by byte.
      client._socket.write(Buffer.from([0x81, 126, 0x10, 0]));
      return repeat(() => client._socket.write('x'), DRIP_MS, client);
    }
    case 'flood':
      return flood(client, { method: 'X.y', params: { text: 'z'.repeat(100_000) } });
    case 'no snapshot':
      chunk(client, 'This is no snapshot.');
      return client.send(JSON.stringify({ id, result: {} }));
    case 'odd chunk':
      chunk(client, { not: 'text' });
      return client.send(JSON.stringify({ id, result: {} }));
    case 'half':
      chunk(client, '{"snapshot":{"meta":');
      return client.send(JSON.stringify({ id, result: {} }));
    case 'endless':
      chunk(client, '{"snapshot":{');
      return flood(client, { method: 'HeapProfiler.addHeapSnapshotChunk', params: { chunk: 'y'.repeat(1_000_000) } });
    case 'drip chunks':
      chunk(client, '{"snapshot":{');
      return repeat(() => chunk(client, ' '), DRIP_MS, client);
  }
}

function chunk(client, text) {
  client.send(JSON.stringify({ method: 'HeapProfiler.addHeapSnapshotChunk', params: { chunk: text } }));
}

function flood(client, message) {
  const text = JSON.stringify(message);
  const go = () => {
    if (client.readyState !== WebSocket.OPEN) return;
    for (let count = 0; count < 20 && client.bufferedAmount < 5e7; count += 1) client.send(text);
    setImmediate(go);
  };
  go();
}
