import type { GrowingCase } from '../../cases/case.js';
import { lineOf } from '../../code/code-sentence.js';
import type { PlaceCode } from '../../code/place-code.js';
import { proof } from '../doubt.js';
import { codeOf, overdueRemoval } from '../finders/code-of-case.js';

export const neverRemoved = proof({
  code: 'never-removed-by-code',
  means: "No line of the program's code removes anything from this place, or clears it.",
  of: ['cluster', 'place'],
  find: (c: GrowingCase) => {
    // Entries of a tree are taken out by assigning the links between others.
    const code = c.type === 'cluster' && c.set.isTree === true ? null : codeOf(c);
    return code?.state === 'never' ? code : null;
  },
  says: ({ name, what }) => `No line of the program's code ${neverText(name, what)}.`,
});

export const missedByCode = proof({
  code: 'missed-by-code',
  means: "The program's code has a path on which it does not remove from this place.",
  of: ['cluster', 'place'],
  find: (c: GrowingCase) => {
    const code = codeOf(c);
    return code?.state === 'missed' ? code.missing : null;
  },
  says: (way) => `The program's code has a path that leaves it in place: ${lineOf(way)}.`,
});

export const removalOverdue = proof({
  code: 'removal-overdue',
  means:
    "By the program's code, entries stay for a limited time. The series lasted more than twice as long, and they are still there.",
  of: ['cluster', 'place'],
  find: (c: GrowingCase) => overdueRemoval(c),
  says: (site) =>
    `${lineOf(site)} should remove entries after some time. The series lasted more than twice as long, and they are still there.`,
});

function neverText(name: string, what: PlaceCode['what']): string {
  switch (what) {
    case 'listener':
      return `removes the ${name}`;
    case 'timer':
      return `clears what \`${name}\` starts`;
    case 'reference':
      return `clears \`${name}\``;
    default:
      return `removes anything from \`${name}\``;
  }
}
