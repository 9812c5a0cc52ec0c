import { EventEmitter } from 'node:events';

import { serveAnalysis } from '../../../src/cli/commands/attach/serve-analysis.js';
import { type AnalysisProcess, analysisOver } from '../../../src/cli/process/analysis-process.js';

/** The process that analyzes for `attach`, in this one: a test has no program that could be started. Messages are copied all the same. */
export function startAnalysisHere(): AnalysisProcess {
  const child = new EventEmitter();
  const other = new EventEmitter();
  let isEnded = false;
  const deliver = (to: EventEmitter, message: object): void => {
    const copy: unknown = structuredClone(message);
    setImmediate(() => isEnded || to.emit('message', copy));
  };
  serveAnalysis({ on: (event, listener) => other.on(event, listener), send: (message) => deliver(child, message) });
  return analysisOver({
    on: (event, listener) => child.on(event, listener),
    once: (event: string, listener: (...args: never[]) => void) => child.once(event, listener as () => void),
    send: (message, sent) => {
      deliver(other, message);
      sent(null);
    },
    kill: () => {
      isEnded = true;
    },
    unref: () => undefined,
  });
}
