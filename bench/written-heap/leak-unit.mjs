import { HeapNode } from './parts.mjs';
import { Template } from './template.mjs';

/** A connection that was closed and should be gone: small, so that a heap of any size holds 100,000 of them. */
export function leakTemplate({ objects, runtime, kinds, pool }) {
  const connection = new HeapNode('object', 'Connection', 128);
  const context = runtime.context(runtime.programContext, 40).edge('context', 'this', connection);
  const location = { scriptId: runtime.program.scriptId, line: 47, column: 30 };
  const state = () => objects.object(kinds.state, { ended: runtime.true });
  const socket = objects.object(kinds.socket, {
    connecting: runtime.false,
    destroyed: runtime.true,
    '<symbol kHandle>': runtime.null,
    _readableState: state(),
    _writableState: state(),
  });
  connection.property('pool', pool).property('closed', runtime.true).property('errors', objects.array([]));
  connection.property('onError', objects.closure('', context, kinds.onError, location)).property('socket', socket);
  const trace = objects.string((_unit, idOf) => `leaked ${idOf(connection)}`);
  connection.property('session', objects.literal('session', { host: runtime.internalized('db-1.internal'), trace }));
  connection.property('__proto__', kinds.connection.prototype).internal('map', kinds.connection.map);
  connection.location = kinds.connection.location;
  return new Template([connection]);
}
