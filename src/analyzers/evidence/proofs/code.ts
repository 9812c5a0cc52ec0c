import type { GrowingCase } from '../../cases/case.js';
import { lineOf } from '../../code/code-sentence.js';
import { proof } from '../doubt.js';
import { codeOf, overdueRemoval } from '../finders/code-of-case.js';

export const neverRemoved = proof({
  code: 'never-removed-by-code',
  means: "No line of the program's text takes anything out of this place.",
  of: ['cluster', 'place'],
  find: (c: GrowingCase) => {
    const code = codeOf(c);
    return code?.state === 'never' ? code : null;
  },
  says: ({ name, what }) =>
    what === 'listener' || what === 'timer'
      ? `No line of the program's text ends it: ${name}.`
      : `No line of the program's text takes anything out of \`${name}\`.`,
});

export const missedByCode = proof({
  code: 'missed-by-code',
  means: "The program's text removes from this place, and there is a way on which it does not.",
  of: ['cluster', 'place'],
  find: (c: GrowingCase) => codeOf(c)?.missing ?? null,
  says: (way) => `The program's text has a way that leaves it: ${lineOf(way)}.`,
});

export const removalOverdue = proof({
  code: 'removal-overdue',
  means: 'The series lasted longer than entries may stay by the program’s text, and they are still there.',
  of: ['cluster', 'place'],
  find: (c: GrowingCase) => overdueRemoval(c),
  says: (site) => `${lineOf(site)} takes entries out by time, and the series lasted longer than they may stay.`,
});
