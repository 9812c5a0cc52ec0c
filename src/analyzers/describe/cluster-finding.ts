import type { BrokenEdge, Finding, Source } from '../../findings/report-schema.js';
import { PARTS_BY_NODE } from '../../profiles/node-core.js';
import { describeAllocations } from '../cases/allocation-facts.js';
import type { ClusterCase } from '../cases/cluster-case.js';
import type { ClusterFacts } from '../cases/cluster-facts.js';
import { MOST_SAMPLES } from '../cases/thresholds.js';
import { callbackOf, edgesOf } from '../cut/cluster-places.js';
import type { ClusterHolder } from '../cut/clusters.js';
import { nameHolder } from '../cut/holder-names.js';
import type { RegionLabel } from '../cut/region.js';
import { describeRootedPath } from '../cut/rooted-path.js';
import type { SmallestCut } from '../cut/smallest-cut.js';
import { besideLabel, tellingClassName } from '../labels/class-names.js';
import { isOfOpenHandle, isOfTimer, ownerNameOf, targetEventOf } from '../labels/label-questions.js';
import { leasedText } from '../labels/label-text.js';
import type { HeapView } from '../objects/heap-view.js';
import { growthRate } from '../series/growth-pattern.js';
import { writeAction } from './advice.js';
import { entryName } from './entry-name.js';
import { type OtherObjects, writeHeadline } from './headline.js';
import { linksOfOthers } from './links-of-list.js';
import { type FindingJudgement, makeFinding } from './make-finding.js';
import { placeSource } from './place-source.js';
import { besideKeeper } from './program-keeper.js';
import { programUser } from './program-user.js';

const MOST_CLASSES = 6;
const MOST_HOLDERS = 8;
/** Most further references that are listed beside the one to cut. */
const MOST_ALSO = 12;
const MOST_DEATH_FIELDS = 6;

/** Describes a judged cluster. */
export function describeCluster(c: ClusterCase, judgement: FindingJudgement): Finding {
  const { cluster, cycle, refcount } = c;
  const { view } = c.context;
  const facts = withShownName(view, c.facts);
  const { leading } = facts;
  const callback = callbackOf(view, c.label, cluster);
  const brokenEdge = describeBrokenEdge(c, facts, callback);
  const others = countOthers(c, facts);
  const dead = others.deadBefore + others.deadLater;
  const sample = leading.nodes[leading.nodes.length - 1];
  return makeFinding(c, judgement, {
    identity: [brokenEdge.label, leading.group.name],
    headline: writeHeadline(brokenEdge, facts, others, furtherReferences(c.set)),
    classes: classesOf(view, facts),
    countPerSnapshot: [...facts.countPerSnapshot],
    dead: leading.dead,
    living: others.before + others.later,
    ...(dead === 0 ? {} : { deadElsewhere: dead }),
    suspects: leading.nodes.length,
    deadBy: leading.deadBy.slice(0, MOST_DEATH_FIELDS).map((entry) => ({ ...entry })),
    shallowBytes: leading.nodes.reduce((sum, node) => sum + view.graph.shallowSizes[node], 0),
    freedBytes: brokenEdge.freedBytes,
    growth: growthRate(facts.countPerSnapshot, c.perRound, brokenEdge.freedBytes / Math.max(1, brokenEdge.frees)),
    ...describeAllocations(view, leading.nodes),
    path: describeRootedPath(view, pathSample(view, facts, sample), isOfMachinery(c.label) ? 'machinery' : 'any'),
    brokenEdge,
    cycle,
    refcount: refcount?.check ?? null,
    via: c.via,
    holders: cluster.holders.slice(0, MOST_HOLDERS).map((holder) => describeHolder(c, holder)),
    source: callback ?? brokenEdge.source,
    samples: leading.nodes.slice(-MOST_SAMPLES),
  });
}

/** Whether the place is a running timer or an open handle, or what hangs on it. */
function isOfMachinery(label: RegionLabel): boolean {
  return label.kind === 'timer' || label.kind === 'handle' || isOfTimer(label) || isOfOpenHandle(label);
}

function withShownName(view: HeapView, facts: ClusterFacts): ClusterFacts {
  const { group, nodes } = facts.leading;
  if (group.kind !== 'class') return facts;
  return { ...facts, shownName: tellingClassName(view, nodes[0], group.name) };
}

function classesOf(view: HeapView, { groups }: ClusterFacts): Finding['classes'] {
  return groups
    .filter(({ group }) => group.kind === 'class' || group.kind === 'function')
    .slice(0, MOST_CLASSES)
    .map(({ group, nodes }) => ({
      name:
        group.kind === 'function' ? `${group.name || '(anonymous)'}()` : tellingClassName(view, nodes[0], group.name),
      source: group.kind === 'function' ? view.sources.ofFunction(nodes[0]) : view.sources.ofClass(nodes[0]),
      counts: [...group.counts],
    }));
}

/** The suspect whose path the report shows: the deepest, as its path contains the whole chain. */
function pathSample(view: HeapView, facts: ClusterFacts, fallback: number): number {
  let deepest = fallback;
  let length = -1;
  // A path costs as much as the chain is long, so only a few of the oldest and youngest suspects are compared.
  const { nodes } = facts.leading;
  for (const node of [...nodes.slice(0, MOST_SAMPLES), ...nodes.slice(-MOST_SAMPLES)]) {
    const depth = view.tree.depth(node);
    if (depth > length) {
      length = depth;
      deepest = node;
    }
  }
  return deepest;
}

function describeBrokenEdge(c: ClusterCase, facts: ClusterFacts, callback: Source | null): BrokenEdge {
  const { kind, set, cut, cluster } = c;
  const { view } = c.context;
  const label = cut.isNarrowed ? leasedText(c.label) : c.label.text;
  return {
    label,
    action: writeAction(
      kind,
      `\`${label}\`${besideLabel(view, c.label)}${callback === null ? besideKeeper(c.context, c.label) : ''}`,
      c.label,
      facts,
      callback,
      linkedIn(set),
      programUser(view, facts),
      c.releaseCall,
      entryName(c),
      linksOfOthers(view, c.label, facts),
    ),
    edges: cut.edges,
    frees: cut.frees,
    of: facts.leading.nodes.length,
    freedBytes: cut.freedBytes,
    livingLost: cut.livingLost,
    also: set.labels
      .slice(1, 1 + MOST_ALSO)
      .map((other) => ({ label: other.text, edges: edgesOf(view.graph, cluster, other), why: whyAlso(c, other) })),
    ...(set.labels.length > 1 + MOST_ALSO ? { alsoOmitted: set.labels.length - 1 - MOST_ALSO } : {}),
    // The reader is sent to the listener or callback itself, and never into Node.js, where nothing can be fixed.
    source: callback ?? placeSource(c.context, c.label),
  };
}

/** What must be cut besides. Where an open connection is to be closed, its other handles and the parts that Node.js made go with it. */
function furtherReferences({ labels: [first, ...others] }: SmallestCut): string[] {
  const goesAlong = (label: RegionLabel) => label.kind === 'handle' || PARTS_BY_NODE.has(ownerNameOf(label));
  return others.filter((label) => first.kind !== 'handle' || !goesAlong(label)).map(({ text }) => text);
}

function linkedIn({ isListed, isTree }: SmallestCut): 'list' | 'tree' | null {
  if (!isListed) return null;
  return isTree === true ? 'tree' : 'list';
}

/** A variable is declared by a line of the program, whatever function the heap has for it. */
function describeHolder({ context, label, cut }: ClusterCase, holder: ClusterHolder): Finding['holders'][number] {
  const named = nameHolder(context.view, holder, placeSource(context, holder.label));
  const isVariable = named.kind === 'module' || named.kind === 'closure';
  // Node.js chains the listeners of an EventTarget, so that only the first of them is entered from outside.
  const isChained = holder.label.id === label.id && targetEventOf(label) !== null;
  return {
    ...named,
    ...(isChained ? { edges: cut.edges } : {}),
    source: (isVariable ? context.code.declarationOf(holder.label) : null) ?? named.source,
  };
}

function whyAlso(c: ClusterCase, label: RegionLabel): string {
  switch (label.kind) {
    case 'handle':
      return 'an open handle is a root of its own: it goes when the connection is closed';
    case 'timer':
      return 'a running timer is a root of its own';
    default:
      return `keeps ${countText(c.countKeptBy(label), c.facts.leading.nodes.length)}`;
  }
}

function countText(count: number, of: number): string {
  if (count === 0) return 'what belongs to them';
  return count === of ? 'all of them as well' : `${count} of them as well`;
}

/** Counts the instances of the leading class in the last snapshot that are not suspects. */
function countOthers({ context: { view, population, series } }: ClusterCase, facts: ClusterFacts): OtherObjects {
  const { group, nodes } = facts.leading;
  const suspects = new Set(nodes);
  const others = { before: 0, later: 0, deadBefore: 0, deadLater: 0 };
  for (let place = 0, members = group.nodes, end = members.length; place < end; place += 1) {
    const node = members[place];
    if (suspects.has(node)) continue;
    const isBefore = series.length > 1 && population.birth[node] === 0;
    if (view.deaths.isDead(node)) others[isBefore ? 'deadBefore' : 'deadLater'] += 1;
    else others[isBefore ? 'before' : 'later'] += 1;
  }
  return others;
}
