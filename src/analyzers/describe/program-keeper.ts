import type { CaseContext } from '../cases/context.js';
import { ownerSource } from '../cut/cluster-places.js';
import { isOfNode } from '../labels/closure-name.js';
import type { EdgeLabel } from '../labels/edge-label.js';
import { fileName } from '../labels/scope-owners.js';
import { placeSource } from './place-source.js';

/** Objects of Node.js on the way to the program that are looked at. */
const MOST_OF_NODE = 8;

/**
 * What to write after the label of a place that an object of Node.js has: the reference of the program that is nearest on its retaining
 * path. `` of `Gateway.agent` (gateway.js:12)``; '' for another place, and when no such reference is known.
 */
export function besideKeeper(context: CaseContext, place: EdgeLabel): string {
  const { graph, tree, labels } = context.view;
  let label = place;
  for (let hops = 0; hops < MOST_OF_NODE && isOfCoreClass(context, label); hops += 1) {
    const edge = tree.parentEdge(label.ownerNode);
    if (edge === -1) return '';
    label = labels.label(edge, graph.source(edge));
    const source = placeSource(context, label);
    if (source !== null) return ` of \`${label.text}\` (${fileName(source.file)}:${source.line})`;
  }
  return '';
}

function isOfCoreClass({ view }: CaseContext, label: EdgeLabel): boolean {
  if (label.owner.kind !== 'class' || label.ownerNode < 0) return false;
  const source = ownerSource(view, label);
  return source !== null && isOfNode(source);
}
