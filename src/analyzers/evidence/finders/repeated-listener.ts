import type { Source } from '../../../findings/report-schema.js';
import { NodeType } from '../../../snapshot/kinds.js';
import type { PlaceCase } from '../../cases/place-case.js';
import { calledFunction, isOfNode } from '../../labels/closure-name.js';
import { isOfListenerStore } from '../../labels/listener-stores.js';

/** Where the function is written that an emitter got again and again; null when there are several, and for any other place. */
export function repeatedListener({ context: { view }, label, contents }: PlaceCase): Source | null {
  if (!isOfListenerStore(label)) return null;
  const { graph } = view;
  let found: Source | null = null;
  for (const target of contents.targets) {
    if (graph.nodeType(target) !== NodeType.closure) continue;
    const place = calledFunction(view, target)?.place ?? null;
    if (place === null || isOfNode(place)) continue;
    if (found !== null && (found.file !== place.file || found.line !== place.line || found.column !== place.column))
      return null;
    found = place;
  }
  return found;
}
