import type { Finding } from '../../findings/report-schema.js';
import { formatCount, plural } from '../units.js';
import { type Layout, layRow } from './layout.js';
import { formatSource } from './source.js';

/** Innermost frames of an allocation stack that are shown. */
const SHOWN_FRAMES = 4;

/** Where the suspects were allocated, when the heap was tracked: one row per stack, the innermost call first. */
export function layAllocations(layout: Layout, { allocatedAt, suspects }: Finding): string[] {
  if (allocatedAt === undefined) return [];
  const { stacks, omittedStacks } = allocatedAt;
  const shown = layout.verbose ? stacks : stacks.slice(0, 1);
  const omitted = omittedStacks + stacks.length - shown.length;
  return [
    ...shown.flatMap((stack, index) =>
      layRow(layout, index === 0 ? 'made by' : '', stackText(layout, stack, suspects), { hanging: 2 }),
    ),
    ...(omitted > 0 ? layRow(layout, '', `and by ${plural(omitted, 'other stack')}`, { hanging: 2 }) : []),
  ];
}

type Stack = NonNullable<Finding['allocatedAt']>['stacks'][number];

function stackText(layout: Layout, { objects, frames, omittedFrames }: Stack, suspects: number): string {
  const shown = layout.verbose ? frames : frames.slice(0, SHOWN_FRAMES);
  const calls = shown.map(({ function: name, source }) => {
    const call = name === '' ? '(anonymous)' : `\`${name}\``;
    return source === null ? call : `${call} ${formatSource(source)}`;
  });
  const left = omittedFrames + frames.length - shown.length;
  const more = left > 0 ? ` ← ${left} more` : '';
  return `${calls.join(' ← ')}${more} (${formatCount(objects)} of ${plural(suspects, 'suspect')})`;
}
