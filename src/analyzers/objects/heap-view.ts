import { ActiveTimers } from '../../graph/active-timers.js';
import { AllocationStacks } from '../../graph/allocation-stacks.js';
import { BirthTimes } from '../../graph/birth-times.js';
import type { HeapGraph } from '../../graph/heap-graph.js';
import { PathTree } from '../../graph/path-tree.js';
import { type PlaceTranslator, SourceIndex } from '../../graph/script-places.js';
import type { Profile } from '../../profiles/profile-schema.js';
import { EdgeLabels } from '../labels/edge-labels.js';
import { DeathIndex } from './deaths.js';
import { ProfiledClasses } from './profiled-classes.js';
import { RoleIndex } from './roles.js';

/** The last snapshot of a series with the indexes that all analyses share. */
export interface HeapView {
  readonly graph: HeapGraph;
  readonly tree: PathTree;
  readonly timers: ActiveTimers;
  readonly labels: EdgeLabels;
  readonly roles: RoleIndex;
  readonly deaths: DeathIndex;
  readonly sources: SourceIndex;
  readonly allocations: AllocationStacks;
  readonly births: BirthTimes;
  readonly known: ProfiledClasses;
}

export function viewHeap(graph: HeapGraph, profiles: readonly Profile[], translate?: PlaceTranslator): HeapView {
  const tree = new PathTree(graph);
  const sources = new SourceIndex(graph, translate);
  const known = new ProfiledClasses(graph, profiles);
  return {
    graph,
    tree,
    timers: new ActiveTimers(graph),
    labels: new EdgeLabels(graph, tree, sources),
    roles: new RoleIndex(graph, known),
    deaths: new DeathIndex(graph, known),
    sources,
    allocations: new AllocationStacks(graph, translate),
    births: new BirthTimes(graph.columns.samples),
    known,
  };
}
