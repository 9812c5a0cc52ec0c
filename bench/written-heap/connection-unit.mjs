import { HeapNode, Neighbor } from './parts.mjs';
import { Template } from './template.mjs';

/** Numbers of the ports of a connection. */
export const CONNECTION = 0;
export const TIMER = 1;
export const HANDLE = 2;
export const NOTE = 3;

const STATEMENTS = 3;
const SOCKET_FLAGS = ['_hadError', '_closeAfterHandlingError', '_pendingEncoding', '<symbol kSetKeepAlive>', '_paused'];
const SOCKET_BLANKS = [
  '_parent',
  '_host',
  '<symbol kBuffer>',
  '<symbol kBufferCb>',
  '_sockname',
  '_pendingData',
  '_server',
];

/** Classes and places in the code that connections of all units share. */
export function defineConnectionKinds(runtime) {
  const define = (name, fields, line) => runtime.defineClass(name, fields, line);
  return {
    connection: define('Connection', ['id', 'pool', 'closed', 'errors', 'onError', 'socket', 'statements'], 40),
    socket: define('Socket', ['connecting', ...SOCKET_FLAGS, ...SOCKET_BLANKS], 80),
    handle: define('TCP', ['reading', 'onconnection'], null),
    state: define('ReadableState', ['buffer', 'pipes', 'length', 'ended'], 120),
    timer: define('Timeout', ['_idlePrev', '_idleNext', '_onTimeout', '_repeat', '_destroyed'], 160),
    statement: define('Statement', ['connection', 'name', 'text', 'parameters', 'plans'], 200),
    row: define('Row', ['label', 'next', 'dirty', 'amount'], 240),
    onError: runtime.functionInfo(runtime.program, 'onError'),
    onData: runtime.functionInfo(runtime.program, 'onData'),
    onTimeout: runtime.functionInfo(runtime.program, 'onTimeout'),
  };
}

/**
 * A connection in use: socket with its handle, listeners, statements with plans, rows in a list, a timer in a ring of
 * timers, and for one in five an entry of a WeakMap.
 *
 * @returns {Template & { noteName: import('./parts.mjs').UnitText | null }}
 */
export function connectionTemplate({ objects, runtime, kinds, pool, notesTable, random, variant }) {
  const connection = new HeapNode('object', 'Connection', 128);
  const context = runtime.context(runtime.programContext, 40).edge('context', 'this', connection);
  const at = (line) => ({ scriptId: runtime.program.scriptId, line, column: 30 });
  const onError = objects.closure('', context, kinds.onError, at(47));
  const timer = objects.object(kinds.timer, {
    _idlePrev: new Neighbor(-1, TIMER),
    _idleNext: new Neighbor(1, TIMER),
    _onTimeout: objects.closure('', context, kinds.onTimeout, at(52)),
    _repeat: runtime.null,
    _destroyed: runtime.false,
  });
  const handle = new HeapNode('synthetic', 'Node / TCPSocketWrap', 232);
  handle.evenId = true;
  const statements = Array.from({ length: STATEMENTS }, (_, index) => {
    const name = objects.concatenated(
      objects.string((unit) => `statement_${unit}_`),
      runtime.internalized(String(index)),
    );
    return [name, statementOf({ objects, runtime, kinds, connection, name, index, random })];
  });
  const rows = rowsOf({ objects, runtime, kinds, count: 4 + Math.floor(random() * 9) });
  const fields = {
    id: null,
    pool,
    closed: runtime.false,
    errors: objects.array([]),
    onError,
    socket: socketOf({ objects, runtime, kinds, handle, timer, onError, context, at }),
    statements: objects.map(statements),
    rows: objects.array(rows),
    session: objects.literal('session', {
      host: objects.string((unit) => `db-${unit % 100}.internal`),
      trace: objects.string((unit) => `t${unit.toString(16)}`),
      tags: objects.array([objects.string((unit) => `user-${unit}`), runtime.internalized(`zone-${variant % 7}`)]),
    }),
  };
  for (const [field, value] of Object.entries(fields)) if (value !== null) connection.property(field, value);
  connection.property('__proto__', kinds.connection.prototype).internal('map', kinds.connection.map);
  connection.location = kinds.connection.location;
  const note = objects.literal('note', { openedBy: null });
  const noteName = variant % 5 === 0 ? entryName(connection, note, notesTable) : null;
  if (noteName === null) connection.property('remark', note);
  else connection.internal(noteName, note);
  return Object.assign(new Template([connection, timer, handle, note]), { noteName });
}

/** V8 lists an entry of a WeakMap by edges of this name, from its key and from the table. */
function entryName(key, value, table) {
  return (unit, idOf) =>
    `${unit + 1} / part of key (Connection @${idOf(key)}) -> value (Object @${idOf(value)}) pair in WeakMap (table @${idOf(table)})`;
}

function socketOf({ objects, runtime, kinds, handle, timer, onError, context, at }) {
  const socket = new HeapNode('object', 'Socket', 280);
  const wrapper = objects.object(kinds.handle, { reading: runtime.true, '<symbol owner_symbol>': socket });
  wrapper.internal('javascript_to_native', handle);
  handle.internal('native_to_javascript', wrapper);
  const chunk = objects.string((unit) => `packet ${unit} of the stream`, 24);
  const state = (items) =>
    objects.object(kinds.state, { buffer: objects.array(items), pipes: objects.array([]), ended: runtime.false });
  const events = objects.literal('events', {
    data: objects.closure('', context, kinds.onData, at(90)),
    error: onError,
    close: objects.closure('', context, kinds.onTimeout, at(91)),
  });
  socket.property('connecting', runtime.false);
  for (const flag of SOCKET_FLAGS) socket.property(flag, runtime.false);
  for (const blank of SOCKET_BLANKS) socket.property(blank, runtime.null);
  socket.property('<symbol kHandle>', wrapper).property('_events', events).property('<symbol timeout>', timer);
  socket.property('_readableState', state([chunk])).property('_writableState', state([]));
  socket.property(
    'remoteAddress',
    objects.string((unit) => `10.${unit & 255}.${(unit >> 8) & 255}.17:${unit}`, 20),
  );
  socket.property('__proto__', kinds.socket.prototype).internal('map', kinds.socket.map);
  socket.location = kinds.socket.location;
  return socket;
}

function statementOf({ objects, runtime, kinds, connection, name, index, random }) {
  const plan = objects.withDoubles(objects.literal('plan', { cost: null, rows: null }), [1]);
  const text = runtime.internalized(`SELECT * FROM table_${Math.floor(random() * 40)} WHERE id = ?`);
  const parameters = objects.array([objects.string((unit) => `p${unit + index}`, 8)]);
  const plans = objects.map([[runtime.internalized('primary'), plan]]);
  return objects.object(kinds.statement, { connection, name, text, parameters, plans });
}

function rowsOf({ objects, runtime, kinds, count }) {
  const rows = [];
  for (let index = 0; index < count; index++) {
    const label = objects.string((unit) => `row ${unit}:${index}`);
    rows.push(
      objects.withDoubles(
        objects.object(kinds.row, { label, next: rows[index - 1] ?? runtime.null, dirty: runtime.false }),
        [2],
      ),
    );
  }
  return rows;
}
