/**
 * Mutants that change nothing that a test could notice, each with its reason. A mutant is told by its file below `src/analyzers`, the text
 * that it changes and what it becomes; without `mutated`, all mutants of that text; with `within`, those of that declaration.
 *
 * @type {readonly { file: string, within?: string, original: string, mutated?: string, reason: string }[]}
 */
export const EQUIVALENTS = [
  {
    file: 'verdict/judge.ts',
    original: "'leak'",
    reason: 'A silence that is not late is asked before there is a verdict, and does not look at this one.',
  },
  {
    file: 'verdict/judge.ts',
    within: 'couldLower',
    original: "'note'",
    reason: 'Every doubt that walks the heap states its `least`; of the others it is not asked.',
  },
  {
    file: 'verdict/grounds.ts',
    original: 'true',
    mutated: 'false',
    reason: 'The last ground of a type is taken where none holds.',
  },
  {
    file: 'verdict/grounds.ts',
    within: 'PLACE_VERDICTS',
    original: "'suspect'",
    mutated: "'leak'",
    reason: 'The doubt `invisible-entries` holds of all integers and leaves no more than a suspicion.',
  },
  {
    file: 'evidence/doubts/invisible-entries.ts',
    original: "'suspect'",
    mutated: "'leak'",
    reason: 'The ground of integers bears no more than a suspicion.',
  },
  {
    file: 'verdict/grounds.ts',
    within: 'GROUNDS',
    original: "'suspect'",
    mutated: "'leak'",
    reason: 'The doubt `no-growth` holds of all ballast and leaves no more than a suspicion.',
  },
  {
    file: 'evidence/doubts/no-growth.ts',
    within: 'endsWithPool',
    original: "'suspect'",
    mutated: "'leak'",
    reason: 'The ground of ballast bears no more than a suspicion.',
  },
  {
    file: 'evidence/doubts/may-be-wanted.ts',
    original: "'suspect'",
    mutated: "'leak'",
    reason: 'The ground of ballast bears no more than a suspicion.',
  },
  {
    file: 'evidence/doubts/young-holder.ts',
    within: 'youngHistory',
    original: "'suspect'",
    mutated: "'note'",
    reason: 'A history is a weak ground: any doubt leaves no more than a note.',
  },
  {
    file: 'evidence/silences/frees-nothing.ts',
    original: 'isLate: true',
    reason: 'It does not look at the verdict. Asked early, it is asked for nothing where there is no finding anyway.',
  },
  {
    file: 'evidence/silences/core-place.ts',
    original: 'ownerNode < 0',
    reason: 'There is no node below 0, so it has no type either, and node 0 is the synthetic root.',
  },
  {
    file: 'evidence/finders/evicting-functions.ts',
    original: 'shared === -1 || boundsNothing.has(shared)',
    mutated: 'false',
    reason: 'It only saves reading code again. Of no code there are no words.',
  },
  {
    file: 'evidence/finders/evicting-functions.ts',
    original: 'shared === -1 || boundsNothing.has(shared)',
    mutated: 'shared === -1 && boundsNothing.has(shared)',
    reason: 'It only saves reading code again. Of no code there are no words.',
  },
  {
    file: 'evidence/finders/evicting-functions.ts',
    within: 'findEvictionCode',
    original: 'place.scope === -1',
    mutated: 'false',
    reason: 'Node -1 is the scope of no function.',
  },
  {
    file: 'evidence/finders/evicting-functions.ts',
    original: 'index !== -1',
    mutated: 'true',
    reason: 'No function has a word at place -1.',
  },
  {
    file: 'evidence/finders/evicting-functions.ts',
    original: 'prototype === -1',
    mutated: 'false',
    reason: 'Node -1 has no edges.',
  },
  {
    file: 'evidence/finders/growth-limits.ts',
    original: "value.kind !== 'number' || value.value === null",
    mutated: "value.kind !== 'number' && value.value === null",
    reason: 'Whether the value is a finite number is asked next.',
  },
  {
    file: 'evidence/finders/living-keys.ts',
    original: 'names.length === 0',
    mutated: 'false',
    reason: 'Without a name nothing is found; it only saves the search.',
  },
  {
    file: 'evidence/finders/living-keys.ts',
    original: 'key === undefined',
    mutated: 'false',
    reason: 'A key that is undefined is no node, and is left out where the names are compared.',
  },
  {
    file: 'evidence/finders/living-keys.ts',
    original: 'store === -1',
    mutated: 'false',
    reason: 'Node -1 has no edges.',
  },
  {
    file: 'evidence/finders/living-keys.ts',
    original: 'key !== undefined',
    mutated: 'true',
    reason: 'A key that is undefined is read as none.',
  },
  {
    file: 'evidence/finders/pending-cleanup.ts',
    original: 'args === -1',
    mutated: 'false',
    reason: 'Node -1 has no edges.',
  },
  {
    file: 'evidence/finders/pending-cleanup.ts',
    within: 'Sight',
    original: 'known !== undefined',
    mutated: 'false',
    reason: 'What is known of a scope is what looking at it again shows; it only saves that.',
  },
  {
    file: 'evidence/doubts/no-death.ts',
    original: 'noDeath of: CLUSTER',
    mutated: 'without many-dead',
    reason: 'That ground holds only where many are dead.',
  },
  {
    file: 'evidence/silences/leveled-off.ts',
    original: 'MIN_SNAPSHOTS = 3',
    mutated: 'MIN_SNAPSHOTS = 2',
    reason: 'Two sizes are too short a series for any pattern of growth.',
  },
  {
    file: 'evidence/finders/timer-uses.ts',
    within: 'calledBy',
    original: 'callback === -1',
    mutated: 'false',
    reason: 'Node -1 has no edges.',
  },
  {
    file: 'evidence/finders/timer-uses.ts',
    within: 'givenTo',
    original: 'node === -1',
    mutated: 'false',
    reason: 'Node -1 has no edges.',
  },
  {
    file: 'evidence/finders/sleeping-calls.ts',
    original: 'generator === -1',
    mutated: 'false',
    reason: 'Node -1 has no edges.',
  },
  {
    file: 'evidence/finders/sleeping-calls.ts',
    original: 'scope === -1',
    mutated: 'false',
    reason: 'Node -1 has no edges.',
  },
  {
    file: 'evidence/finders/sleeping-calls.ts',
    original: 'known !== undefined',
    mutated: 'false',
    reason: 'What is known of a graph is what counting again shows; it only saves that.',
  },
  {
    file: 'evidence/finders/collection-depth.ts',
    original: 'edge === -1',
    mutated: 'false',
    reason: 'Edge -1 has neither a source nor a type.',
  },
];
