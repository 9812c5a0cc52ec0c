import { listProcesses, ownProcesses } from '../../../capture/find-by-name.js';
import type { LocalSystem } from '../../../capture/open-inspector.js';
import { ToolError } from '../../../errors.js';

/** The error that a target is missing, with a list of possible ones. */
export async function listTargets(system: LocalSystem): Promise<ToolError> {
  const hint = listProcesses(await ownProcesses(system));
  return new ToolError('usage', 'Expected a target: a pid, a part of a command line, host:port or ws://…', { hint });
}
