import type { Finding } from '../../findings/report-schema.js';
import { formatCount, plural } from '../units.js';
import { type Layout, layRow } from './layout.js';
import { formatSource } from './source.js';

/** Where the suspects were allocated, when the heap was tracked: one row per stack, the innermost call first. */
export function layAllocations(layout: Layout, { allocatedAt, suspects }: Finding): string[] {
  if (allocatedAt === undefined) return [];
  const { stacks, omittedStacks } = allocatedAt;
  return [
    ...stacks.flatMap((stack, index) =>
      layRow(layout, index === 0 ? 'made by' : '', stackText(stack, suspects), { hanging: 2 }),
    ),
    ...(omittedStacks > 0 ? layRow(layout, '', `and by ${plural(omittedStacks, 'other stack')}`, { hanging: 2 }) : []),
  ];
}

type Stack = NonNullable<Finding['allocatedAt']>['stacks'][number];

function stackText({ objects, frames, omittedFrames }: Stack, suspects: number): string {
  const calls = frames.map(({ function: name, source }) => {
    const call = name === '' ? '(anonymous)' : `\`${name}\``;
    return source === null ? call : `${call} ${formatSource(source)}`;
  });
  const more = omittedFrames > 0 ? ` ← ${omittedFrames} more` : '';
  return `${calls.join(' ← ')}${more} (${formatCount(objects)} of ${plural(suspects, 'suspect')})`;
}
