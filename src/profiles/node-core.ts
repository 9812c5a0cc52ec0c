/**
 * Classes of Node.js and of JavaScript, and what the analysis may conclude from their names. Each row is a class, and each word
 * in it answers one question with yes.
 */
type Answer =
  /** Is it a network connection itself? */
  | 'socket'
  /** Does it wrap a libuv handle that is a network connection or a pipe? */
  | 'connection-handle'
  /** Is it a part by which a connection works, so that being referenced by it does not mean being used? */
  | 'machinery'
  /** Do its flags say nothing about a connection? A stream that ended may only have been read to its end. */
  | 'flags-say-nothing'
  /** Is it a part that Node.js adds to an object of the program? It may be leaked, but the programmer does not know it. */
  | 'part'
  /** Does Node.js create it between objects that the programmer knows, so that it is a bad name for a finding? */
  | 'in-between'
  /** Is a reference from it named after the holder of the object, and not after its class? */
  | 'called-by-holder'
  /** Is it a place inside a holder, and not the holder to name? */
  | 'inside-holder'
  /** Is it skipped in the search for the object that owns a collection? */
  | 'plain'
  /** Is it built into JavaScript, so that its name does not tell what an instance is for? */
  | 'language';

const ROWS: Readonly<Record<string, readonly Answer[]>> = {
  '': ['called-by-holder', 'plain'],
  AbortSignal: ['flags-say-nothing'],
  Arguments: ['language'],
  Array: ['flags-say-nothing', 'inside-holder', 'plain', 'language'],
  ArrayBuffer: ['language'],
  AsyncContextFrame: ['part', 'in-between', 'called-by-holder', 'inside-holder'],
  AsyncFunctionObject: ['called-by-holder'],
  AsyncGenerator: ['called-by-holder', 'inside-holder', 'language'],
  AsyncResource: ['flags-say-nothing', 'part', 'in-between'],
  Boolean: ['language'],
  Buffer: ['language'],
  ClientHttp2Session: ['socket'],
  ClientRequest: ['flags-say-nothing', 'part'],
  Date: ['language'],
  Domain: ['flags-say-nothing'],
  Duplex: ['part'],
  Error: ['flags-say-nothing', 'language'],
  FSReqCallback: ['flags-say-nothing'],
  FastBuffer: ['language'],
  FileHandle: ['flags-say-nothing'],
  FinalizationRegistry: ['called-by-holder'],
  Float64Array: ['language'],
  Generator: ['called-by-holder', 'inside-holder', 'language'],
  HTTPClientAsyncResource: ['flags-say-nothing', 'part', 'in-between'],
  HTTPParser: ['machinery', 'part', 'in-between'],
  HTTPServerAsyncResource: ['flags-say-nothing', 'part', 'in-between'],
  Http2Session: ['socket', 'connection-handle', 'part'],
  Immediate: ['flags-say-nothing', 'part', 'in-between'],
  IncomingMessage: ['flags-say-nothing', 'part'],
  Int32Array: ['language'],
  Listener: ['part', 'in-between', 'called-by-holder', 'inside-holder'],
  Map: ['inside-holder', 'plain', 'language'],
  MessagePort: ['flags-say-nothing', 'part'],
  Module: ['flags-say-nothing'],
  Number: ['language'],
  Object: ['flags-say-nothing', 'called-by-holder', 'inside-holder', 'plain'],
  OutgoingMessage: ['flags-say-nothing'],
  PassThrough: ['part'],
  PendingItem: ['part', 'in-between'],
  Pipe: ['connection-handle', 'machinery', 'part'],
  Promise: ['called-by-holder', 'inside-holder', 'language'],
  PromiseReaction: ['called-by-holder'],
  QuicSession: ['socket'],
  ReadStream: ['flags-say-nothing'],
  Readable: ['part'],
  ReadableState: ['flags-say-nothing', 'part', 'in-between'],
  RegExp: ['language'],
  ReusedHandle: ['part', 'in-between'],
  ServerHttp2Session: ['socket'],
  ServerResponse: ['flags-say-nothing', 'part'],
  Set: ['inside-holder', 'plain', 'language'],
  Socket: ['socket', 'part'],
  String: ['language'],
  Symbol: ['language'],
  TCP: ['connection-handle', 'machinery', 'part'],
  TLSSocket: ['socket', 'part'],
  TLSWrap: ['connection-handle', 'machinery', 'part'],
  TickObject: ['part', 'in-between'],
  Timeout: ['flags-say-nothing', 'part', 'in-between'],
  Uint32Array: ['language'],
  Uint8Array: ['language'],
  WeakMap: ['language'],
  WeakReference: ['part', 'in-between'],
  WeakRef: ['language'],
  WeakSet: ['language'],
  Writable: ['part'],
  WritableState: ['flags-say-nothing', 'part', 'in-between'],
  WriteStream: ['flags-say-nothing'],
};

/** All of them. */
export const NODE_CLASSES: readonly string[] = Object.keys(ROWS);

/** Names of the classes with that answer. */
function classesThat(answer: Answer): ReadonlySet<string> {
  return new Set(Object.keys(ROWS).filter((name) => ROWS[name].includes(answer)));
}

export const SOCKETS = classesThat('socket');
export const CONNECTION_HANDLES = classesThat('connection-handle');
export const MACHINERY = classesThat('machinery');
export const WITHOUT_TELLING_FLAGS = classesThat('flags-say-nothing');
export const PARTS_BY_NODE = classesThat('part');
export const IN_BETWEEN = classesThat('in-between');
export const CALLED_BY_HOLDER = classesThat('called-by-holder');
export const INSIDE_HOLDERS = classesThat('inside-holder');
export const PLAIN_CLASSES = classesThat('plain');
export const LANGUAGE_CLASSES = classesThat('language');
