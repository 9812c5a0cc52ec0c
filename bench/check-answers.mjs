import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { canRun, JSON_PARSE } from './contenders.mjs';
import { runContender } from './take-turns.mjs';

const CHECK_READER = fileURLToPath(new URL('answers/check-reader.mjs', import.meta.url));
const LARGE_HEAP = '--max-old-space-size=16000';

/**
 * Checks that the answers agree: our reader against `JSON.parse`, then each peer against us, in a run that is not
 * measured.
 *
 * @param {string} file
 * @param {number} bytes of it
 * @param {import('./contenders.mjs').Contender[]} contenders
 * @param {{ scratch: string, peers: string }} options
 * @returns {Promise<{ with: string, agrees: boolean, lines: string[] }[]>}
 */
export async function checkAnswers(file, bytes, contenders, { scratch, peers }) {
  const checks = [];
  if (bytes <= (JSON_PARSE.largestBytes ?? 0)) checks.push({ with: 'JSON.parse', ...runCheck([CHECK_READER, file]) });
  for (const contender of contenders) {
    const { name, answersBy, check } = contender;
    if (answersBy === undefined || check === undefined || !canRun(contender, peers)) continue;
    const answers = mkdtempSync(join(scratch, 'answers-'));
    try {
      await runContender(contender, [answersBy, file, answers], { scratch, peers });
      checks.push({ with: name, ...runCheck(check(file, answers)) });
    } catch (error) {
      // It failed in the measured run too, and the table shows that.
      checks.push({
        with: name,
        agrees: true,
        lines: [`gave no answers: ${String(error).split('\n')[0].slice(0, 200)}`],
      });
    } finally {
      rmSync(answers, { recursive: true });
    }
  }
  return checks;
}

function runCheck(command) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [LARGE_HEAP, ...command], { encoding: 'utf8' });
  if (status !== 0) return { agrees: false, lines: [`the comparison failed: ${stderr.trim().slice(-500)}`] };
  return JSON.parse(stdout);
}
