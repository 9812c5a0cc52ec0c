import { basename } from 'node:path';

import { ToolError } from '../errors.js';
import type { LocalSystem } from './open-inspector.js';
import { type LocalProcess, processName } from './process-table.js';

/** Most processes that are listed; more would not help to choose. */
const MOST_LISTED = 20;

/**
 * The pid of the one process of Node.js, of this user, whose command line has a part.
 *
 * @throws ToolError `target-not-found` when there is none, `usage` with a list when there are several
 */
export async function findByName(part: string, system: LocalSystem): Promise<number> {
  const own = await ownProcesses(system);
  const found = own.filter(({ args }) => args.join(' ').includes(part));
  const [one] = found;
  if (one !== undefined && found.length === 1) return one.pid;
  if (one === undefined)
    throw new ToolError('target-not-found', `No running Node.js process of yours has ${part} in its command line`, {
      hint: listProcesses(own),
    });
  throw new ToolError('usage', `${found.length} processes have ${part} in their command lines`, {
    hint: `Give the pid of one, or a longer part. ${listProcesses(found)}`,
  });
}

/**
 * Running processes of Node.js that this user may attach to, without this one, what started it, and the package managers that only
 * wait for the program that they started.
 */
export async function ownProcesses({ processes, pid, userId }: LocalSystem): Promise<LocalProcess[]> {
  const isOurs = (process: LocalProcess): boolean =>
    process.pid !== pid &&
    process.state === 'running' &&
    !isPoolscope(process.args) &&
    !isRunner(process.args) &&
    (userId === 0 || userId === null || process.userId === userId);
  return (await processes.list()).filter(isOurs);
}

/** Of command lines only names of executables and scripts: the rest may hold secrets. */
export function listProcesses(found: readonly LocalProcess[]): string {
  const rows = found.slice(0, MOST_LISTED).map((process) => `  ${process.pid}  ${processName(process)}`);
  const more = found.length > MOST_LISTED ? [`  … and ${found.length - MOST_LISTED} more`] : [];
  if (rows.length > 0) return ['Node.js processes:', ...rows, ...more].join('\n');
  return 'No Node.js process of yours is running on this machine. Start one: poolscope attach --spawn -- node server.js';
}

/** `npm run start`, `npx next dev`, `yarn dev`: npm gives its title to its process, which then has one argument. */
const RUNNER = /^(npm|npx|pnpm|pnpx|yarn)(-cli)?(\.c?js)?$/;

function isRunner(args: readonly string[]): boolean {
  const [executable = '', script = ''] = args.length === 1 ? (args[0] ?? '').split(/\s+/) : args;
  return RUNNER.test(basename(executable)) || (/^node/.test(basename(executable)) && RUNNER.test(basename(script)));
}

/** What started this command, as npx does, has the part in its own command line. */
function isPoolscope(args: readonly string[]): boolean {
  return /poolscope(\S*\s)+(.*\s)?attach(\s|$)/.test(args.join(' '));
}
