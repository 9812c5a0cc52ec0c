import dagre from '@dagrejs/dagre';
import { curveBasis, line } from 'd3-shape';

import type { Cycle } from '../../findings/report-schema.js';
import { html, type Markup } from './markup.js';

/** A longer cycle is told as text only: its drawing would be too small to read. */
const MOST_NODES = 12;
const MOST_ANCHORS = 3;
const NODE_HEIGHT = 32;
const CHARACTER_WIDTH = 8.5;
const PADDING = 24;
/** A graph that does not fit is scrolled rather than drawn smaller than can be read. */
const LEAST_SCALE = 0.8;

interface Reference {
  readonly from: string;
  readonly to: string;
  readonly name: string;
}

/** What dagre has added to a node, and to an edge. */
interface LaidNode {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly label: string;
  readonly kind: 'member' | 'anchor';
}

interface LaidEdge {
  readonly points: { readonly x: number; readonly y: number }[];
  readonly label: string;
  readonly kind: 'link' | 'anchor';
  readonly x?: number;
  readonly y?: number;
}

/** The references of `A.b → B.a → A`. */
export function referencesOf(folded: string): Reference[] {
  const parts = folded.split(' → ');
  return parts.slice(0, -1).map((part, index) => {
    const { owner, name } = splitReference(part);
    return { from: owner, to: splitReference(parts[index + 1] ?? '').owner, name };
  });
}

function splitReference(part: string): { readonly owner: string; readonly name: string } {
  const at = part.indexOf('.');
  return at === -1 ? { owner: part, name: '' } : { owner: part.slice(0, at), name: part.slice(at) };
}

/** The cycle drawn as one, with the references that keep it alive; null where it is too long for that. */
export function drawCycle({ folded, anchors }: Cycle): Markup | null {
  const references = referencesOf(folded);
  const names = [...new Set(references.flatMap(({ from, to }) => [from, to]))];
  if (references.length === 0 || names.length > MOST_NODES) return null;
  const graph = new dagre.graphlib.Graph({ multigraph: true });
  graph.setGraph({ rankdir: 'LR', nodesep: 28, ranksep: 90, marginx: 8, marginy: 12 });
  graph.setDefaultEdgeLabel(() => ({}));
  const add = (id: string, label: string, kind: string): void => {
    graph.setNode(id, { label, kind, width: label.length * CHARACTER_WIDTH + PADDING, height: NODE_HEIGHT });
  };
  for (const name of names) add(`class ${name}`, name, 'member');
  for (const [index, { from, to, name }] of references.entries())
    graph.setEdge(
      `class ${from}`,
      `class ${to}`,
      { label: name, width: name.length * CHARACTER_WIDTH, height: 18, labelpos: 'c', kind: 'link' },
      String(index),
    );
  for (const [index, { label }] of anchors.slice(0, MOST_ANCHORS).entries()) {
    add(`anchor ${index}`, label, 'anchor');
    graph.setEdge(
      `anchor ${index}`,
      `class ${enteredBy(names, references)}`,
      { label: 'keeps alive', width: 90, height: 18, labelpos: 'c', kind: 'anchor' },
      `anchor ${index}`,
    );
  }
  dagre.layout(graph);
  const { width = 0, height = 0 } = graph.graph();
  const draw = line<{ x: number; y: number }>()
    .x(({ x }) => x)
    .y(({ y }) => y)
    .curve(curveBasis);
  return html`<svg class="graph" viewBox="0 0 ${Math.ceil(width)} ${Math.ceil(height)}" style="max-width:${Math.ceil(width)}px;min-width:${Math.ceil(width * LEAST_SCALE)}px" role="img" aria-label="Reference cycle: ${folded}">
<defs><marker id="head" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" orient="auto-start-reverse"><path d="M0 0 L8 4 L0 8 z"/></marker></defs>
${(graph.edges() as unknown[]).map((edge) => {
  const { points, label, kind, x = 0, y = 0 } = graph.edge(edge as never) as unknown as LaidEdge;
  return html`<path class="edge ${kind}" d="${draw(points) ?? ''}" marker-end="url(#head)"/><text class="edge-name ${kind}" x="${x}" y="${y - 4}" text-anchor="middle">${label}</text>`;
})}
${(graph.nodes() as string[]).map((id) => {
  const { x, y, width: wide, height: high, label, kind } = graph.node(id) as unknown as LaidNode;
  return html`<g class="node ${kind}"><rect x="${x - wide / 2}" y="${y - high / 2}" width="${wide}" height="${high}" rx="6"/><text x="${x}" y="${y + 5}" text-anchor="middle">${label}</text></g>`;
})}
</svg>`;
}

/** Where anchors enter is not said, so they are drawn at what the cycle is told from. */
function enteredBy(names: readonly string[], references: readonly Reference[]): string {
  return references[0]?.from ?? names[0] ?? '';
}
