import type { Finding } from '../../findings/report-schema.js';
import type { AllocationStacks } from '../../graph/allocation-stacks.js';
import type { BirthTimes } from '../../graph/birth-times.js';
import type { HeapView } from '../objects/heap-view.js';

const MOST_STACKS = 3;
const MOST_FRAMES = 12;

/** What a snapshot with allocation tracking adds to a finding: where the suspects were allocated, and how old they are. */
export type AllocationFacts = Pick<Finding, 'allocatedAt' | 'ages'>;

/** The stacks that allocated most of `nodes`, and their ages; each only where the snapshot has it. */
export function describeAllocations(view: HeapView, nodes: readonly number[]): AllocationFacts {
  const allocatedAt = describeStacks(view.allocations, nodes);
  const ages = describeAges(view.births, view.graph.nodeIds, nodes);
  return { ...(allocatedAt === null ? {} : { allocatedAt }), ...(ages === null ? {} : { ages }) };
}

function describeStacks(allocations: AllocationStacks, nodes: readonly number[]): Finding['allocatedAt'] | null {
  const counts = new Map<number, number>();
  for (const node of nodes) {
    const stack = allocations.stackOf(node);
    if (stack !== 0) counts.set(stack, (counts.get(stack) ?? 0) + 1);
  }
  const known = [...counts]
    .map(([stack, objects]) => ({ stack, objects, frames: allocations.frames(stack) }))
    .filter(({ frames }) => frames.length > 0)
    .sort((a, b) => b.objects - a.objects || a.stack - b.stack);
  if (known.length === 0) return null;
  return {
    tracked: known.reduce((sum, { objects }) => sum + objects, 0),
    stacks: known.slice(0, MOST_STACKS).map(({ objects, frames }) => ({
      objects,
      frames: frames.slice(0, MOST_FRAMES).map(({ function: name, place }) => ({ function: name, source: place })),
      omittedFrames: Math.max(0, frames.length - MOST_FRAMES),
    })),
    omittedStacks: Math.max(0, known.length - MOST_STACKS),
  };
}

/** Ages of `nodes` when the snapshot was taken; null where births were not recorded. */
export function describeAges(
  births: BirthTimes,
  nodeIds: Uint32Array,
  nodes: readonly number[],
): NonNullable<Finding['ages']> | null {
  const ages = nodes.flatMap((node) => births.ageOf(nodeIds[node]) ?? []).sort((a, b) => b.ms - a.ms);
  if (ages.length === 0) return null;
  return {
    oldestMs: ages[0].ms,
    medianMs: ages[ages.length >> 1].ms,
    youngestMs: ages[ages.length - 1].ms,
    atLeast: ages.filter((age) => age.isLeast).length,
  };
}
