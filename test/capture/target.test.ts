import { describe, expect, it } from 'vitest';

import { refuseRemote } from '../../src/capture/refuse-remote.js';
import { parseTarget } from '../../src/capture/target.js';

describe('a target', () => {
  it.each([
    ['4711', { kind: 'pid', pid: 4711 }],
    ['localhost:9229', { kind: 'endpoint', host: 'localhost', port: 9229 }],
    [':9230', { kind: 'endpoint', host: '127.0.0.1', port: 9230 }],
    ['[::1]:9229', { kind: 'endpoint', host: '::1', port: 9229 }],
    ['server.js', { kind: 'name', part: 'server.js' }],
    ['C:\\srv\\main.js', { kind: 'name', part: 'C:\\srv\\main.js' }],
    ['--port=80', { kind: 'name', part: '--port=80' }],
    ['ws://127.0.0.1:9229/a-b', { kind: 'url', url: 'ws://127.0.0.1:9229/a-b' }],
  ])('is read from %s', (text, target) => {
    expect(parseTarget(text)).toEqual(target);
  });

  it.each(['', '-1', '4711.5', 'host:0', 'host:65536', 'http://127.0.0.1:9229', 'ws://'])(
    'is not read from %j',
    (text) => {
      expect(() => parseTarget(text)).toThrow(/expected a pid, a part of a command line, host:port or ws/);
    },
  );

  it.each(['db.example:9229', '10.0.0.7:9229', '[fe80::1]:9229', 'ws://0.0.0.0:9229/x', 'wss://db.example/x'])(
    'is another machine, and refused: %s',
    (text) => {
      expect(() => refuseRemote(parseTarget(text))).toThrow(/another machine/);
    },
  );

  it.each(['1', 'localhost:9229', 'LOCALHOST:9229', '127.0.0.2:9229', '[::1]:9229', 'ws://[::1]:9229/x'])(
    'is this machine: %s',
    (text) => {
      expect(() => refuseRemote(parseTarget(text))).not.toThrow();
    },
  );
});
