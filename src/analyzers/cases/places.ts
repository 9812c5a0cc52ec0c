import type { Source } from '../../findings/report-schema.js';
import type { HeapGraph } from '../../graph/heap-graph.js';
import { PathPhase } from '../../graph/path-tree.js';
import { EdgeType, NodeType } from '../../snapshot/kinds.js';
import { type EdgeLabel, withEntries } from '../labels/edge-label.js';
import type { HeapView } from '../objects/heap-view.js';
import { fieldTarget, MIN_CONTAINER_ENTRIES } from '../series/container-sizes.js';
import type { FieldKey, FieldNumbers } from '../series/field-numbers.js';
import type { SnapshotSummary } from '../series/snapshot-summary.js';

export type PlaceKind = 'slots' | 'text';

/**
 * A place in the program, with everything that lies there in the last snapshot: `Connection.statements{}` may be the
 * dictionaries of four connections. Sizes are sums over all of them.
 */
export interface ContainerPlace {
  readonly kind: PlaceKind;
  readonly label: EdgeLabel;
  /** Ordinals in the last graph: containers, or strings. */
  readonly nodes: readonly number[];
  /** Whether the containers are the same objects in all snapshots, so that the sizes of their stores can be compared. */
  readonly kept: boolean;
  /** Ordinals of what holds the strings; the containers themselves for slots. */
  readonly owners: readonly number[];
  /** The first snapshot that these sizes are known from. */
  readonly from: number;
  /** Entries, or content bytes of strings, in each snapshot from {@link from} on. */
  readonly sizes: readonly number[];
  /** Shallow bytes of the stores in each snapshot from {@link from} on; of slots only. */
  readonly bytes: readonly number[];
}

interface Track {
  readonly node: number;
  readonly owner: number;
  readonly kept: boolean;
  readonly label: () => EdgeLabel;
  readonly from: number;
  readonly sizes: readonly number[];
  readonly bytes: readonly number[];
}

/**
 * Every place whose total size grew. Containers that shrank are summed up with those that grew at the same place: otherwise
 * the half of a fluctuating population that happens to be larger would look like growth.
 *
 * O(containers × snapshots).
 */
export function findChangedPlaces(view: HeapView, series: readonly SnapshotSummary[]): ContainerPlace[] {
  return [
    ...groupTracks(view, 'slots', slotTracks(view, series)),
    ...groupTracks(view, 'text', textTracks(view, series)),
  ];
}

function slotTracks(view: HeapView, series: readonly SnapshotSummary[]): Track[] {
  const { graph } = view;
  const last = series[series.length - 1];
  const tracks: Track[] = [];
  const replaced = new Set<number>();
  for (const { key, owner, edge, node } of listFields(view, last.fieldEntries)) {
    const from = firstSeen(series, graph.nodeIds[node]);
    const ownerFrom = firstSeen(series, graph.nodeIds[owner]);
    // It is younger than its owner and not the first at this place, so it is a copy.
    if (from <= ownerFrom || replaced.has(node)) continue;
    const known = series.findIndex((summary) => summary.fieldEntries.get(key) !== undefined);
    if (known >= from) continue;
    replaced.add(node);
    const sizes = series.slice(known).map((summary) => summary.fieldEntries.get(key) ?? 0);
    const bytes = series.slice(known).map(() => last.containerBytes.get(graph.nodeIds[node]) ?? 0);
    tracks.push({
      node,
      owner: node,
      kept: false,
      label: () => slotLabel(view, edge, owner, node),
      from: known,
      sizes,
      bytes,
    });
  }
  const changed = new Map<number, SlotSizes>();
  // Nearly all keep their size, and these are not looked up.
  for (const id of last.containerEntries.ids()) {
    const sizes = changedSizes(series, id);
    if (sizes !== null) changed.set(id, sizes);
  }
  for (const [id, node] of graph.ordinalsOf(changed)) {
    const sizes = changed.get(id);
    if (sizes === undefined || replaced.has(node) || !isFollowed(view, node)) continue;
    tracks.push({ node, owner: node, kept: true, label: () => slotLabel(view, -1, node, node), ...sizes });
  }
  return tracks;
}

type SlotSizes = Pick<Track, 'from' | 'sizes' | 'bytes'>;

/** Sizes of a container since its first snapshot, or null when they never change. */
function changedSizes(series: readonly SnapshotSummary[], id: number): SlotSizes | null {
  const from = firstSeen(series, id);
  const entriesIn = (index: number) => series[index].containerEntries.get(id) ?? MIN_CONTAINER_ENTRIES - 1;
  const bytesIn = (index: number) => series[index].containerBytes.get(id) ?? 0;
  const entries = entriesIn(from);
  const bytes = bytesIn(from);
  let index = from + 1;
  while (index < series.length && entriesIn(index) === entries && bytesIn(index) === bytes) index += 1;
  if (index === series.length) return null;
  const since = series.slice(from).map((_, place) => from + place);
  return { from, sizes: since.map(entriesIn), bytes: since.map(bytesIn) };
}

function textTracks(view: HeapView, series: readonly SnapshotSummary[]): Track[] {
  const { graph } = view;
  return listFields(view, series[series.length - 1].fieldText).map(({ key, owner, edge, node }) => {
    const from = firstSeen(series, graph.nodeIds[owner]);
    const sizes = series.slice(from).map((summary) => summary.fieldText.get(key) ?? 0);
    return { node, owner, kept: false, label: () => view.labels.label(edge, owner), from, sizes, bytes: [] };
  });
}

interface FieldPlace {
  readonly key: FieldKey;
  readonly owner: number;
  readonly edge: number;
  readonly node: number;
}

/** The fields of a summary, with their holders and strings in the last graph. */
function listFields(view: HeapView, sizes: Pick<FieldNumbers, 'keys'>): FieldPlace[] {
  const { graph } = view;
  const keys = [...sizes.keys()];
  const owners = graph.ordinalsOf(new Set(keys.map(({ ownerId }) => ownerId)));
  const places: FieldPlace[] = [];
  for (const key of keys) {
    const owner = owners.get(key.ownerId);
    if (owner === undefined || !isFollowed(view, owner)) continue;
    const edge = findField(graph, owner, key.field);
    if (edge !== -1) places.push({ key, owner, edge, node: fieldTarget(graph, edge) });
  }
  return places;
}

function findField(graph: HeapGraph, owner: number, field: string): number {
  const property = graph.findEdge(owner, EdgeType.property, field);
  return property === -1 ? graph.findEdge(owner, EdgeType.context, field) : property;
}

/** Whether the growth of a node tells of the program: engine structures grow for other reasons, and the global object is no collection. */
function isFollowed({ graph, tree }: HeapView, node: number): boolean {
  if (!tree.isStronglyReachedOrOnStack(node) || tree.phase(node) === PathPhase.engine) return false;
  const name = graph.nodeName(node);
  return !(graph.nodeType(node) === NodeType.object && (name === 'global' || name.startsWith('global ')));
}

/** `Pool.used[]`: the container's own label, with the suffix that its entries get. */
function slotLabel(view: HeapView, edge: number, owner: number, node: number): EdgeLabel {
  const { graph, labels } = view;
  const base = edge === -1 ? labels.owner(owner) : labels.label(edge, owner);
  return withEntries(base, collectionKind(graph, node));
}

function collectionKind(graph: HeapGraph, node: number): 'array' | 'map' | 'dictionary' {
  if (graph.nodeName(node) === 'Array' || hasElements(graph, node)) return 'array';
  return graph.findEdge(node, EdgeType.internal, 'table') === -1 ? 'dictionary' : 'map';
}

function hasElements(graph: HeapGraph, node: number): boolean {
  for (let edge = graph.firstEdges[node]; edge < graph.firstEdges[node + 1]; edge += 1)
    if (graph.edgeType(edge) === EdgeType.element) return true;
  return false;
}

function firstSeen(series: readonly SnapshotSummary[], id: number): number {
  let index = 0;
  while (index < series.length - 1 && !series[index].ids.has(id)) index += 1;
  return index;
}

/** Sums the tracks of one label and one age. Constant tracks are left out first, as a label is costly to find. */
function groupTracks({ graph }: HeapView, kind: PlaceKind, tracks: readonly Track[]): ContainerPlace[] {
  const changed = tracks
    .filter(({ sizes, bytes }) => isMoving(sizes) || isMoving(bytes))
    // By node id, as the order of nodes in a file is arbitrary.
    .sort((a, b) => graph.nodeIds[a.owner] - graph.nodeIds[b.owner] || graph.nodeIds[a.node] - graph.nodeIds[b.node]);
  const groups = new Map<string, { label: EdgeLabel; tracks: Track[] }>();
  for (const track of changed) {
    const label = track.label();
    const key = `${track.from} ${label.text}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { label, tracks: [track] });
    else group.tracks.push(track);
  }
  return [...groups.values()].map((group) => ({
    kind,
    label: group.label,
    kept: group.tracks.every(({ kept }) => kept),
    nodes: group.tracks.map(({ node }) => node),
    owners: group.tracks.map(({ owner }) => owner),
    from: group.tracks[0].from,
    sizes: sum(group.tracks.map(({ sizes }) => sizes)),
    bytes: sum(group.tracks.map(({ bytes }) => bytes)),
  }));
}

function isMoving(values: readonly number[]): boolean {
  return values.some((value) => value !== values[0]);
}

function sum(rows: readonly (readonly number[])[]): number[] {
  return rows[0].map((_, index) => rows.reduce((total, row) => total + row[index], 0));
}

/** Where the owner of a place is defined; `node:…` for Node's own classes. */
export function ownerSource({ graph, sources }: HeapView, { label }: ContainerPlace): Source | null {
  const node = label.ownerNode;
  if (node < 0 || node >= graph.nodeCount) return null;
  return graph.nodeType(node) === NodeType.closure ? sources.ofFunction(node) : sources.ofClass(node);
}
