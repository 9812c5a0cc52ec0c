import type { GrowingCase } from '../../cases/case.js';
import { lineOf } from '../../code/code-sentence.js';
import { proof } from '../doubt.js';
import { allStayed, countedLines, growsOn, watchedGrowth } from '../finders/watched-growth.js';
import { secondsText } from '../words.js';

export const grewWhileWatched = proof({
  code: 'grew-while-watched',
  means: 'While it was watched in the living process, the place went on growing.',
  of: ['cluster', 'place'],
  find: (c: GrowingCase) => {
    const seen = watchedGrowth(c);
    return seen !== null && growsOn(seen) ? seen : null;
  },
  says: ({ start, end, loadMs }) =>
    `It went on growing while it was watched: from ${start} to ${end} entries in ${secondsText(loadMs)}.`,
});

export const stayedWhileWatched = proof({
  code: 'stayed-while-watched',
  means: 'While it was watched in the living process, none of the entries that had come during the series left.',
  of: ['cluster', 'place'],
  find: (c: GrowingCase) => {
    const seen = watchedGrowth(c);
    return seen !== null && allStayed(seen) ? seen : null;
  },
  says: ({ sampled, totalMs, loadMs }) => {
    const partlyQuiet = loadMs < totalMs ? `, ${secondsText(totalMs - loadMs)} of it without load` : '';
    const quiet = loadMs === 0 ? ' without load' : partlyQuiet;
    return `None of ${sampled} entries that were older than a round left while it was watched for ${secondsText(totalMs)}${quiet}.`;
  },
});

export const removerNeverRan = proof({
  code: 'remover-never-ran-while-watched',
  means: 'While it was watched in the living process, entries were added, and no code that removes them ran.',
  of: ['cluster', 'place'],
  find: (c: GrowingCase) => {
    const seen = watchedGrowth(c);
    if (seen === null) return null;
    const removers = seen.lines.filter(({ what }) => what === 'removes');
    const isAdded = countedLines(seen, 'adds').some(({ runs }) => (runs ?? 0) > 0) || growsOn(seen);
    return removers.length > 0 && isAdded && removers.every(({ runs }) => runs === 0) ? { ...seen, removers } : null;
  },
  says: ({ removers: [first, ...others], totalMs }) =>
    `The code that removes entries (${lineOf(first)}${others.length === 0 ? '' : ' and elsewhere'}) did not run while it was watched for ${secondsText(totalMs)}.`,
});

export const removerMissed = proof({
  code: 'remover-missed-while-watched',
  means: 'While it was watched in the living process, code that removes entries ran, and none of the old ones left.',
  of: ['cluster', 'place'],
  find: (c: GrowingCase) => {
    const seen = watchedGrowth(c);
    if (seen === null || !allStayed(seen)) return null;
    const ran = countedLines(seen, 'removes').find(({ runs }) => (runs ?? 0) > 0);
    return ran === undefined ? null : { ...seen, ran };
  },
  says: ({ ran, sampled }) => {
    // V8 may leave out calls that it inlines, but not all of them.
    const times = ran.runs === 1 ? 'once' : `at least ${ran.runs} times`;
    const line = ran.reached === 0 ? `, but not as far as line ${ran.line}` : '';
    return `The code around ${lineOf(ran)}, which removes entries, ran ${times} while it was watched${line}, and left all ${sampled} of the older entries that were asked for.`;
  },
});
