import { describe, expect, it } from 'vitest';

import type { KeptTexts } from '../../../src/capture/script-texts.js';
import { createCaptureNotices } from '../../../src/cli/commands/attach/capture-notices.js';
import { createFakeIo } from '../../support/fake-io.js';

describe('what is said while a series is captured', () => {
  it('on a terminal takes the line of progress away before a line that stays', async () => {
    const io = createFakeIo({ argv: [], tty: true });
    const notices = createCaptureNotices(io, false);
    notices.event({ type: 'waiting', round: 0, snapshots: 2 });
    notices.say('first');
    notices.event({ type: 'waiting', round: 1, snapshots: 2 });
    notices.echo('second');
    await notices.done();
    const clear = '\r\u001b[K';
    expect(io.written.stderr).toBe(
      `${clear}[1/2] waiting for the next snapshot${clear}first\n${clear}[2/2] waiting for the next snapshot${clear}second\n`,
    );
  });

  it('is what the texts of the scripts cost, and what was left out', async () => {
    const said = async (more: Partial<KeptTexts>): Promise<string> => {
      const io = createFakeIo({ argv: [] });
      const notices = createCaptureNotices(io, false);
      const text = { hash: 'a'.repeat(64), bytes: 1000 };
      const texts = new Map([
        [1, text],
        [2, text],
      ]);
      const kept = { scripts: [], texts, bytes: 3_100_000, durationMs: 85.4, leftOut: new Map(), failure: null };
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
    notices.event({ type: 'waiting', round: 0, snapshots: 2 });
    notices.say('first');
    notices.echo('of the \u001b[31mtarget');
    await notices.done();
    expect(io.written.stderr).toBe('of the \\u{1b}[31mtarget\n');
  });
});
