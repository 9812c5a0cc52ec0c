import { abortSignal } from './models/abort-signal.js';
import { array } from './models/array.js';
import { asyncContext } from './models/async-context.js';
import { closureChain } from './models/closure-chain.js';
import { closureVariable } from './models/closure-variable.js';
import { dictionary } from './models/dictionary.js';
import { doublyLinkedList } from './models/doubly-linked-list.js';
import { finalization } from './models/finalization.js';
import { functionProperty } from './models/function-property.js';
import { growingString } from './models/growing-string.js';
import { listeners } from './models/listeners.js';
import { map } from './models/map.js';
import { mapSubclass } from './models/map-subclass.js';
import { privateField } from './models/private-field.js';
import { promiseChain } from './models/promise-chain.js';
import { promiseReactions } from './models/promise-reactions.js';
import { ringBuffer } from './models/ring-buffer.js';
import { set } from './models/set.js';
import { slotsOnly } from './models/slots-only.js';
import { sparseArray } from './models/sparse-array.js';
import { symbolKey } from './models/symbol-key.js';
import { tableOfTrue } from './models/table-of-true.js';
import { timers } from './models/timers.js';
import { waiters } from './models/waiters.js';
import { weakMap } from './models/weak-map.js';
import { wrappedStack } from './models/wrapped-stack.js';
import type { TwinModel } from './twin-model.js';

/** All twins, by the file that holds them and its export. */
export const TWINS: readonly { readonly file: string; readonly twin: TwinModel }[] = [
  { file: 'array', twin: array },
  { file: 'map', twin: map },
  { file: 'set', twin: set },
  { file: 'dictionary', twin: dictionary },
  { file: 'ring-buffer', twin: ringBuffer },
  { file: 'doubly-linked-list', twin: doublyLinkedList },
  { file: 'sparse-array', twin: sparseArray },
  { file: 'closure-variable', twin: closureVariable },
  { file: 'private-field', twin: privateField },
  { file: 'symbol-key', twin: symbolKey },
  { file: 'weak-map', twin: weakMap },
  { file: 'promise-reactions', twin: promiseReactions },
  { file: 'timers', twin: timers },
  { file: 'async-context', twin: asyncContext },
  { file: 'listeners', twin: listeners },
  { file: 'slots-only', twin: slotsOnly },
  { file: 'table-of-true', twin: tableOfTrue },
  { file: 'growing-string', twin: growingString },
  { file: 'wrapped-stack', twin: wrappedStack },
  { file: 'abort-signal', twin: abortSignal },
  { file: 'closure-chain', twin: closureChain },
  { file: 'finalization', twin: finalization },
  { file: 'function-property', twin: functionProperty },
  { file: 'map-subclass', twin: mapSubclass },
  { file: 'promise-chain', twin: promiseChain },
  { file: 'waiters', twin: waiters },
];
