import type { PlaceCase } from '../../cases/place-case.js';
import { targetNames } from '../../cases/place-contents.js';
import { proof } from '../doubt.js';

export const sameTargets = proof({
  code: 'same-targets',
  means: 'New entries lead to the same few objects as the old ones.',
  of: ['place'],
  find: ({ cause, contents }: PlaceCase) => (cause === 'repeated' ? contents : null),
  says: (contents, { context: { view } }) =>
    `${contents.references} references lead to the same ${contents.targets.length} ${targetNames(view.graph, contents)}: no object grows with them.`,
});
