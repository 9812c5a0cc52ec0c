import { describe, expect, it } from 'vitest';

import type { CaptureEvent } from '../../../src/capture/series-capture.js';
import type { AttachArguments } from '../../../src/cli/commands/attach/attach-options.js';
import { createFirstAnswer, firstAnswerText } from '../../../src/cli/commands/attach/first-answer.js';
import { findingFixture, reportFixture } from '../../support/report-fixtures.js';

const ARGS = { engine: 'native', 'builtin-profiles': true, profile: ['own.json'] } as unknown as AttachArguments;
const HEAP = { path: '/tmp/0.heapsnapshot', bytes: 1, fileBytes: 1, pauseMs: 1 };
const CAPTURED: CaptureEvent = { type: 'captured', round: 0, snapshots: 4, heap: HEAP, heapUsed: 1 };
const NEXT: CaptureEvent = { type: 'capturing', round: 1, snapshots: 4 };

/** What was said, and what was run, when the analysis of the first snapshot gives `text`. */
async function answer(text: string | null, events: readonly CaptureEvent[] = [CAPTURED]) {
  const said: string[] = [];
  const ran: string[][] = [];
  let isEnded = false;
  const runApart = async (argv: readonly string[], signal: AbortSignal): Promise<string | null> => {
    ran.push([...argv]);
    await new Promise((resolve) => setImmediate(resolve));
    isEnded = signal.aborted;
    return text;
  };
  const dependencies = { analyze: () => Promise.reject(new Error('not here')), runApart, version: '1' };
  const first = createFirstAnswer(ARGS, dependencies, new AbortController().signal, (line) => said.push(line));
  for (const event of events) first.event(event);
  await new Promise((resolve) => setTimeout(resolve, 10));
  await first.stop();
  return { said, ran, isEnded };
}

describe('the answer of the first snapshot', () => {
  it('comes from another process, with the profiles of the run', async () => {
    const { said, ran } = await answer(JSON.stringify(reportFixture()));
    expect(ran).toEqual([
      [
        'analyze',
        HEAP.path,
        '--format=json',
        '--fail-on=never',
        '--no-config',
        '--engine=native',
        '--profile=own.json',
        expect.stringMatching(/^--max-memory=\d+$/),
      ],
    ]);
    expect(said).toEqual([firstAnswerText(reportFixture())]);
  });

  it('is none when the next snapshot begins before: that may need the memory', async () => {
    const { said, isEnded } = await answer(JSON.stringify(reportFixture()), [CAPTURED, NEXT]);
    expect(isEnded).toBe(true);
    expect(said).toEqual([]);
  });

  it.each([null, '', '{}', '{"schemaVersion'])('is none when the analysis fails with %j', async (text) => {
    expect((await answer(text)).said).toEqual([]);
  });

  it('is given once', async () => {
    const later: CaptureEvent = { ...CAPTURED, round: 1 };
    expect((await answer(JSON.stringify(reportFixture()), [CAPTURED, NEXT, later])).ran).toHaveLength(1);
  });

  it('says no more than one snapshot can prove', () => {
    const leak = reportFixture({ findings: [findingFixture({ verdict: 'leak', headline: 'Clear `A.b`.' })] });
    expect(firstAnswerText(leak)).toBe(
      'So far, by the first snapshot alone, suspected: Clear `A.b`. The next ones show whether it goes on.',
    );
    const clean = reportFixture({ findings: [], headline: 'No dead connection is retained.' });
    expect(firstAnswerText(clean)).toBe(
      'So far, by the first snapshot alone: No dead connection is retained. What grows shows in the next ones.',
    );
    const note = reportFixture({ findings: [findingFixture({ verdict: 'note' })] });
    expect(firstAnswerText(note)).toContain('Nothing in it calls for action.');
  });
});
