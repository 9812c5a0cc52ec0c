import { describe, expect, it } from 'vitest';

import { processName } from '../../src/capture/process-table.js';

describe('what a process is called', () => {
  it.each([
    ['the executable and the script', ['/usr/bin/node', 'server.js', '--password=x'], 'node server.js'],
    ['the executable alone without a script', ['node'], 'node'],
    ['no flag, and not what belongs to one', ['node', '--inspect', '-r', './hook.cjs', 'app.js'], 'node app.js'],
    ['no number that belongs to a flag', ['node', '--stack-trace-limit', '500', 'app.js'], 'node app.js'],
    ['no program that was given as an argument', ['node', '--no-warnings', '-e', 'connect("secret")'], 'node -e'],
    ['a script whose own argument is -e', ['node', 'app.js', '-e', 'production'], 'node app.js'],
    ['the first two words of a title', ['npm exec tool --token=x /tmp/out.json'], 'npm exec'],
    ['nothing where nothing is known', [], ''],
  ])('is %s', (_, args, name) => {
    expect(processName({ args })).toBe(name);
  });
});
