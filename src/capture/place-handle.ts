import { isRecord } from './dialogue.js';
import type { QuietCalls } from './quiet-calls.js';
import { READ_FIELD, RETURN_ITSELF } from './target-functions.js';

/** The field or variable that has a collection. */
export interface WayToPlace {
  readonly kind: 'field' | 'variable';
  /** Of the object that has the field, or of a function that sees the variable. */
  readonly nodeId: number;
  readonly name: string;
}

/** A way to a collection of a target, which finds a new one as well where it is put into the old one's place. */
export interface PlaceHandle {
  /** The collection as it is now; null when there is none. @param objectGroup of the handle */
  find(objectGroup: string): Promise<string | null>;
  /** Whether it is read through its field or variable. */
  readonly isInPlace: boolean;
}

/** Scopes that are looked through, from the innermost. */
const MOST_SCOPES = 8;

/** Null when nothing reaches the collection or its owner any more. @param objectGroup of the handle that is kept */
export async function holdPlace(
  calls: QuietCalls,
  nodeId: number,
  way: WayToPlace | null,
  objectGroup: string,
): Promise<PlaceHandle | null> {
  const owner = way === null ? null : await calls.handleOf(way.nodeId, objectGroup);
  if (way !== null && owner !== null) {
    const find = (group: string): Promise<string | null> =>
      way.kind === 'variable' ? readVariable(calls, owner, way.name, group) : readField(calls, owner, way.name, group);
    if ((await find(objectGroup)) !== null) return { find, isInPlace: true };
  }
  const collection = await calls.handleOf(nodeId, objectGroup);
  return collection === null ? null : { find: () => Promise.resolve(collection), isInPlace: false };
}

async function readField(calls: QuietCalls, owner: string, name: string, group: string): Promise<string | null> {
  if (!name.startsWith('#')) return (await calls.call(owner, READ_FIELD, [{ value: name }], group)).objectId;
  return handleNamed(await listProperties(calls, await handleIn(group, owner, calls)), 'privateProperties', name);
}

/** V8 copies the variables of a scope for each request, so they are asked for anew each time. */
async function readVariable(calls: QuietCalls, closure: string, name: string, group: string): Promise<string | null> {
  const inner = await listProperties(calls, await handleIn(group, closure, calls));
  const scopes = handleNamed(inner, 'internalProperties', '[[Scopes]]');
  if (scopes === null) return null;
  const listed = (await listProperties(calls, scopes))['result'];
  for (const scope of (Array.isArray(listed) ? listed : []).slice(0, MOST_SCOPES)) {
    const value = isRecord(scope) ? scope['value'] : null;
    if (!isRecord(value) || typeof value['objectId'] !== 'string' || value['description'] === 'Global') continue;
    const found = handleNamed(await listProperties(calls, value['objectId']), 'result', name);
    if (found !== null) return found;
  }
  return null;
}

/** A handle of the same object in another group: handles of properties come into the group of the object that has them. */
async function handleIn(group: string, objectId: string, calls: QuietCalls): Promise<string> {
  return (await calls.call(objectId, RETURN_ITSELF, [], group)).objectId ?? objectId;
}

function listProperties(calls: QuietCalls, objectId: string): Promise<Readonly<Record<string, unknown>>> {
  return calls.ask('Runtime.getProperties', { objectId, ownProperties: true });
}

function handleNamed(answer: Readonly<Record<string, unknown>>, list: string, name: string): string | null {
  const properties = answer[list];
  if (!Array.isArray(properties)) return null;
  for (const property of properties as readonly unknown[]) {
    if (!isRecord(property) || property['name'] !== name || !isRecord(property['value'])) continue;
    const { objectId } = property['value'];
    return typeof objectId === 'string' ? objectId : null;
  }
  return null;
}
