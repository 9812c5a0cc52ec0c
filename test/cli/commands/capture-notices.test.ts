import { describe, expect, it } from 'vitest';

import type { KeptTexts } from '../../../src/capture/script-texts.js';
import { createCaptureNotices } from '../../../src/cli/commands/attach/capture-notices.js';
import { createFakeIo } from '../../support/fake-io.js';

describe('what is said while a series is captured', () => {
  it('on a terminal takes the line of progress away before a line that stays', async () => {
    const io = createFakeIo({ argv: [], tty: true });
    const notices = createCaptureNotices(io, false);
    notices.event({ type: 'waiting', round: 0, snapshots: 2, dueInMs: null });
    notices.say('first');
    notices.event({ type: 'waiting', round: 1, snapshots: 2, dueInMs: null });
    notices.echo('second');
    await notices.done();
    const clear = '\r\u001b[K';
    expect(io.written.stderr).toBe(
      `${clear}[1/2] waiting: next snapshot${clear}first\n${clear}[2/2] waiting: next snapshot${clear}second\n`,
    );
  });

  it('counts down to the next snapshot, and says how the heap has grown so far', async () => {
    const io = createFakeIo({ argv: [], tty: true });
    const notices = createCaptureNotices(io, true);
    const heap = { path: 'a', bytes: 1, fileBytes: 1, pauseMs: 1 };
    notices.event({ type: 'captured', round: 0, snapshots: 3, heap, heapUsed: 31_200_000 });
    notices.event({ type: 'waiting', round: 1, snapshots: 3, dueInMs: 22_000 });
    notices.event({ type: 'capturing', round: 1, snapshots: 3 });
    notices.event({ type: 'captured', round: 1, snapshots: 3, heap, heapUsed: 33_000_000 });
    notices.event({ type: 'waiting', round: 2, snapshots: 3, dueInMs: 22_000 });
    await notices.done();
    expect(io.written.stderr).toContain('[2/3] waiting: next snapshot in 22 s');
    expect(io.written.stderr).toContain('[3/3] waiting: next snapshot in 22 s; heap 31.2 MB → 33.0 MB so far');
  });

  it('is what watching growing places has cost, or why they could not be watched', async () => {
    const said = async (more: object): Promise<string> => {
      const io = createFakeIo({ argv: [] });
      const notices = createCaptureNotices(io, false);
      const watch = { loadMs: 12_000, quietMs: 0, longestMs: 25, busyMs: 310, bytes: 9000, places: [], failure: null };
      notices.watched({ ...watch, ...more });
      await notices.done();
      return io.written.stderr;
    };
    expect(await said({})).toBe(
      'Watched 0 growing places for 12.0 s: the longest request took 25 ms, all of them 310 ms and 9.0 kB; nothing was changed\n',
    );
    expect(await said({ quietMs: 5000 })).toContain('for 12.0 s and 5.0 s without load:');
    expect(await said({ loadMs: 0, quietMs: 5000 })).toContain('for 5.0 s without load:');
    expect(await said({ failure: 'it ended' })).toContain('; then it failed: it ended');
    expect(await said({ loadMs: 0, failure: 'it ended' })).toBe('What grew could not be watched: it ended\n');
  });

  it('asks for the load to be stopped where there was one', async () => {
    const io = createFakeIo({ argv: [] });
    const notices = createCaptureNotices(io, false);
    notices.watching({ isQuiet: true, leftMs: 20_000 });
    notices.watching({ isQuiet: false, leftMs: 1000 });
    notices.watching({ isQuiet: true, leftMs: 20_000 });
    notices.watching({ isQuiet: true, leftMs: 19_000 });
    await notices.done();
    expect(io.written.stderr).toBe('Stop the load now: what grew is watched for 20.0 s without it.\n');
  });

  it('is what the texts of the scripts cost, and what was left out', async () => {
    const said = async (more: Partial<KeptTexts>): Promise<string> => {
      const io = createFakeIo({ argv: [] });
      const notices = createCaptureNotices(io, false);
      const text = { hash: 'a'.repeat(64), bytes: 1000, file: 'b.texts', at: 0 };
      const texts = new Map([
        [1, text],
        [2, text],
      ]);
      const kept = {
        scripts: [],
        texts,
        maps: new Map(),
        bytes: 3_100_000,
        durationMs: 85.4,
        leftOut: new Map(),
        failure: null,
      };
      notices.event({ type: 'scripts', kept: { ...kept, ...more } });
      await notices.done();
      return io.written.stderr;
    };
    expect(await said({})).toBe('Kept the texts of 2 scripts (3.1 MB) in 85 ms\n');
    expect(
      await said({
        leftOut: new Map([
          ['too-late', 2],
          ['too-long', 1],
        ]),
      }),
    ).toBe('Kept the texts of 2 scripts (3.1 MB) in 85 ms; left out 3: 1 too long, 2 not kept in time\n');
    expect(await said({ failure: new Error('ENOSPC') })).toBe(
      'Kept the texts of 2 scripts (3.1 MB) in 85 ms; then it failed: ENOSPC\n',
    );
  });

  it('in a pipe is the lines that stay, and when it shall be quiet those of the target alone', async () => {
    const io = createFakeIo({ argv: [] });
    const notices = createCaptureNotices(io, true);
    notices.event({ type: 'waiting', round: 0, snapshots: 2, dueInMs: null });
    notices.say('first');
    notices.echo('of the \u001b[31mtarget');
    await notices.done();
    expect(io.written.stderr).toBe('of the \\u{1b}[31mtarget\n');
  });
});
