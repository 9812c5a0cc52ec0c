import type { LocalSystem } from '../../../capture/open-inspector.js';
import { type LocalProcess, processName } from '../../../capture/process-table.js';
import { ToolError } from '../../../errors.js';

/** Most processes that are listed; more would not help to choose. */
const MOST_LISTED = 20;

/** The error that a target is missing, with a list of possible ones. */
export async function listTargets({ processes, pid, userId }: LocalSystem): Promise<ToolError> {
  const isOurs = (process: LocalProcess): boolean =>
    process.pid !== pid &&
    process.state === 'running' &&
    (userId === 0 || userId === null || process.userId === userId);
  const found = (await processes.list()).filter(isOurs);
  const rows = found.slice(0, MOST_LISTED).map((process) => `  ${process.pid}  ${processName(process)}`);
  const more = found.length > MOST_LISTED ? [`  … and ${found.length - MOST_LISTED} more`] : [];
  const hint =
    rows.length === 0
      ? 'No Node.js process of yours is running on this machine. Start one: poolscope attach --spawn -- node server.js'
      : ['Node.js processes:', ...rows, ...more].join('\n');
  return new ToolError('usage', 'Expected a target: a pid, host:port or ws://…', { hint });
}
