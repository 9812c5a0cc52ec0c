import type { Source } from '../../findings/report-schema.js';
import type { CaseContext } from '../cases/context.js';
import { ownerSource } from '../cut/cluster-places.js';
import { isOfNode } from '../labels/closure-name.js';
import type { EdgeLabel } from '../labels/edge-label.js';

/**
 * Where a reader finds the place that a label names: the line that declares its variable, else where its owner is written. Null for
 * what Node.js has: nothing can be fixed there.
 */
export function placeSource({ view, code }: CaseContext, label: EdgeLabel): Source | null {
  return code.declarationOf(label) ?? ofProgram(ownerSource(view, label));
}

function ofProgram(source: Source | null): Source | null {
  return source === null || isOfNode(source) ? null : source;
}
