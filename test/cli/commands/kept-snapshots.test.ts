import { describe, expect, it } from 'vitest';

import { describeKept } from '../../../src/cli/commands/attach/kept-snapshots.js';

const PLAIN = { profile: undefined, 'source-root': undefined, 'builtin-profiles': true };

describe('what is said of a series that did not end', () => {
  it('is the command that analyzes what was kept', () => {
    expect(describeKept(PLAIN, 'out', ['out/0.heapsnapshot', 'out/1.heapsnapshot'], true)).toBe(
      'Interrupted. Kept 2 snapshots; to analyze them: poolscope analyze out/',
    );
    expect(describeKept(PLAIN, 'out', ['out/0.heapsnapshot'], false)).toBe(
      'Kept 1 snapshot: out/0.heapsnapshot; to analyze it: poolscope analyze out/0.heapsnapshot',
    );
  });

  it('is that nothing was kept, when somebody interrupted', () => {
    expect(describeKept(PLAIN, '', [], true)).toBe('Interrupted. No snapshot was kept.');
    expect(describeKept(PLAIN, '', [], false)).toBeNull();
  });

  it('repeats what the report needs, as a shell reads it', () => {
    const args = { profile: ["my pool's.json"], 'source-root': ['.'], 'builtin-profiles': false };
    expect(describeKept(args, 'my out', ['a', 'b'], false)).toBe(
      "Kept 2 snapshots; to analyze them: poolscope analyze 'my out/' --profile 'my pool'\\''s.json' --source-root . --no-builtin-profiles",
    );
  });
});
