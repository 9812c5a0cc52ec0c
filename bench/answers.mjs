import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { measureProcess } from './measure.mjs';

/**
 * What one contender says about one file.
 *
 * @typedef {object} Answers
 * @property {number} nodeCount
 * @property {number} edgeCount
 * @property {number} retainedByRoot
 * @property {{ name: string, id: number, retainedBytes: number }[]} compared see compared-nodes.mjs
 */

/** @returns {Promise<Answers>} */
export async function askContender(contender, file, scratch) {
  const answersFile = join(scratch, `answers-${contender.name.replaceAll(' ', '-')}.json`);
  await measureProcess(contender.answers(file, answersFile), contender);
  return JSON.parse(readFileSync(answersFile, 'utf8'));
}

/**
 * @param {{ nodeCount: number, edgeCount: number }} ours
 * @param {{ nodeCount: number, edgeCount: number }} theirs
 * @returns {{ agrees: boolean, lines: string[] }}
 */
export function compareCounts(ours, theirs) {
  const keys = ['nodeCount', 'edgeCount'];
  const lines = keys.map((key) =>
    ours[key] === theirs[key] ? `${key}: both ${ours[key]}` : `${key}: WRONG, ${ours[key]} against ${theirs[key]}`,
  );
  return { agrees: keys.every((key) => ours[key] === theirs[key]), lines };
}

/**
 * Compares two contenders' answers. Counts, and which objects there are, must agree. Retained sizes may
 * differ where the tools follow different rules of retention (README.md): differences are shown, not judged.
 *
 * @param {Answers} ours
 * @param {Answers} theirs
 * @returns {{ agrees: boolean, lines: string[] }}
 */
export function compareAnswers(ours, theirs) {
  const { agrees, lines } = compareCounts(ours, theirs);
  const idsOf = ({ compared }) => compared.map(({ name, id }) => `${name}@${id}`).join();
  if (idsOf(ours) !== idsOf(theirs) || ours.compared.length === 0) {
    return { agrees: false, lines: [...lines, 'objects compared: WRONG, the tools see different ones, or none'] };
  }
  lines.push(`retained by the root: ${ours.retainedByRoot} against ${theirs.retainedByRoot} bytes`);
  const pairs = ours.compared.map((own, index) => ({ ...own, theirBytes: theirs.compared[index].retainedBytes }));
  const different = pairs.filter(({ retainedBytes, theirBytes }) => retainedBytes !== theirBytes);
  lines.push(`retained sizes of ${pairs.length} objects: ${pairs.length - different.length} equal`);
  for (const name of new Set(different.map((pair) => pair.name))) {
    const ofClass = different.filter((pair) => pair.name === name);
    const { id, retainedBytes, theirBytes } = ofClass[0];
    lines.push(`  ${name}: ${ofClass.length} differ, such as @${id} with ${retainedBytes} against ${theirBytes} bytes`);
  }
  return { agrees, lines };
}
