import { describe, expect, it } from 'vitest';

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
      `${clear}[1/2] the process works${clear}first\n${clear}[2/2] the process works${clear}second\n`,
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
