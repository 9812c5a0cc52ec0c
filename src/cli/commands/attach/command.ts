import { defineCommand } from '../../arguments/define-command.js';
import { REPORT_OPTIONS } from '../report-options.js';
import { ATTACH_OPTIONS } from './attach-options.js';

/** `poolscope attach` */
export const attachCommand = defineCommand({
  command: 'attach [target]',
  describe: 'Capture a series from a running process, and analyze it',
  expected: 'a target: a pid, a part of a command line, host:port or ws://…',
  options: ATTACH_OPTIONS,
  // An empty value means the only worker.
  mayBeEmpty: ['worker'],
  builder: (parser) =>
    parser
      .positional('target', {
        describe: 'Pid, part of the command line of one process, host:port, or ws:// address of an inspector',
        type: 'string',
      })
      .group(['spawn', 'worker', 'allow-remote', 'dry-run', 'force', 'free-port', 'close'], 'Target:')
      .group(['rounds', 'interval', 'until-growth', 'wait', 'between'], 'Series:')
      .group(['dir', 'gzip', 'ages', 'allocations', 'trace-leases', 'scripts', 'analyze'], 'Snapshots:')
      .group(['watch', 'watch-time', 'settle'], 'Watching on:')
      .group(Object.keys(REPORT_OPTIONS), 'Report:')
      .example('$0 attach 4711', 'four snapshots, 30 seconds apart')
      .example('$0 attach 4711 --rounds 0', 'the fast way: one snapshot, which shows what is dead')
      .example('$0 attach server.js --dry-run', 'what a snapshot would cost the one process that runs it')
      .example("$0 attach 4711 --between './load.sh'", 'after each of four equal loads')
      .example('$0 attach 4711 --trace-leases', 'who took the connections that are out')
      .example('$0 attach --spawn -- node server.js', 'start it with an inspector of its own')
      .epilogue(EXIT_CODES),
  handler: async (args, { io, dependencies }) => {
    const { runAttach } = await import('./run-attach.js');
    return await runAttach(args, io, dependencies);
  },
});

const EXIT_CODES = `Each snapshot pauses the process and needs extra memory. poolscope prints both estimates first.

Exit codes:
  0    no finding at or above --fail-on
  1    findings at or above --fail-on
  2    bad usage, a target that cannot be attached to, or a failure
  130  interrupted; what was captured is kept`;
