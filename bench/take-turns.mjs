import { statSync } from 'node:fs';
import { join } from 'node:path';
import { canRun } from './contenders.mjs';
import { warmFileCache } from './heap-files.mjs';
import { measureProcess, median } from './measure.mjs';

/**
 * What one contender of a match took.
 *
 * @typedef {object} Result
 * @property {string} label
 * @property {boolean} ours
 * @property {{ cpuSeconds: number, wallSeconds: number, peakBytes: number }[]} runs empty when it failed
 * @property {number} cpuSeconds median, as all of these
 * @property {number} wallSeconds
 * @property {number} peakBytes
 * @property {number | null} peakPerByte of its largest file; null when that is packed
 * @property {string | null} failure
 * @property {string} said the line of its output about leaks, if there is one
 */

/**
 * Runs in the order A B C A B C, so that disturbances of the machine affect all contenders alike. A contender that
 * fails once does not run again.
 *
 * @param {import('./matches.mjs').Match} match
 * @param {{ turns: number, scratch: string, peers: string, onTurn?: (label: string) => void }} options
 * @returns {Promise<Result[]>} without those whose package is not installed
 */
export async function takeTurns({ entries }, { turns, scratch, peers, onTurn = () => {} }) {
  const present = entries.filter(({ contender }) => canRun(contender, peers));
  for (const file of new Set(present.flatMap(({ files }) => files))) warmFileCache(file);
  const runs = present.map(() => []);
  const failures = present.map(() => null);
  const said = present.map(() => '');
  for (let turn = 0; turn < turns; turn++) {
    for (const [index, { label, contender, files }] of present.entries()) {
      if (failures[index] !== null) continue;
      onTurn(label);
      try {
        const { output, ...figures } = await runContender(contender, contender.command(files, scratch, peers), {
          scratch,
          peers,
        });
        runs[index].push(figures);
        said[index] = contender.finding?.exec(output)?.[0] ?? '';
      } catch (error) {
        failures[index] = `failed: ${error instanceof Error ? error.message : String(error)}`;
        runs[index] = [];
      }
    }
  }
  return present.map(({ label, contender, files }, index) => {
    const middle = (figure) => median(runs[index].map(figure));
    const peakBytes = middle((run) => run.peakBytes);
    const largest = Math.max(...files.map((file) => statSync(file).size));
    return {
      label,
      ours: contender.ours,
      runs: runs[index],
      cpuSeconds: middle((run) => run.cpuSeconds),
      wallSeconds: middle((run) => run.wallSeconds),
      peakBytes,
      peakPerByte: files.some((file) => file.endsWith('.gz')) ? null : peakBytes / largest,
      failure: failures[index],
      said: said[index],
    };
  });
}

/** Runs one command of a contender. @param {string[]} command */
export function runContender({ nodeOptions, exitCodes }, command, { scratch, peers }) {
  const usageFile = join(scratch, 'usage.jsonl');
  return measureProcess(command, { usageFile, nodeOptions, exitCodes, env: { BENCH_PEERS: peers } });
}
