import { isRecord, refused } from './dialogue.js';
import type { InspectorSession } from './inspector-session.js';

/**
 * Defines `load(name)` for code that runs in a target; it loads a built-in module. `process.getBuiltinModule` is
 * missing before Node.js 20.16, where the inspector's own `require` is used instead.
 */
const WITH_LOAD = `const load = (name) =>
  typeof process.getBuiltinModule === 'function' ? process.getBuiltinModule(name) : require(name);`;

/** The beginning of all code that poolscope runs in a target, by which it is recognized among the target's scripts. */
export const OWN_CODE = '/* poolscope */ ';

/** Runs the body of a function in the target. @returns its result, which must be JSON-serializable */
export async function evaluate(session: InspectorSession, body: string): Promise<unknown> {
  return (await run(session, body, { returnByValue: true }))['value'];
}

/** Runs the body of a function in the target. @returns the handle of the object that it returns; see {@link releaseObjects} */
export async function evaluateHandle(session: InspectorSession, body: string, objectGroup: string): Promise<string> {
  const { objectId } = await run(session, body, { objectGroup });
  if (typeof objectId !== 'string') throw refused('Runtime.evaluate', 'it gave no object');
  return objectId;
}

/** Releases all handles of a group: a handle keeps its object alive. */
export async function releaseObjects(session: InspectorSession, objectGroup: string): Promise<void> {
  await session.send('Runtime.releaseObjectGroup', { objectGroup });
}

async function run(
  session: InspectorSession,
  body: string,
  options: object,
): Promise<Readonly<Record<string, unknown>>> {
  const { result, exceptionDetails } = await session.send('Runtime.evaluate', {
    expression: expressionOf(body),
    includeCommandLineAPI: true,
    silent: true,
    ...options,
  });
  if (isRecord(exceptionDetails)) {
    const { exception, text } = exceptionDetails;
    const description = isRecord(exception) ? exception['description'] : undefined;
    throw refused('Runtime.evaluate', String(description ?? text).split('\n')[0] ?? '');
  }
  return isRecord(result) ? result : {};
}

/** Wraps `body` into one expression, so that it declares no variable in the target. */
function expressionOf(body: string): string {
  return `${OWN_CODE}(() => { 'use strict'; ${WITH_LOAD} ${body} })()`;
}
