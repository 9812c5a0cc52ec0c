import { ToolError } from '../errors.js';
import { isLoopback } from './inspector-endpoint.js';
import type { Target } from './target.js';

/**
 * Checks that a target is on this machine.
 *
 * @throws ToolError `attach-refused` for a remote target: an inspector gives full control of the process, and a heap
 *   holds passwords
 */
export function refuseRemote(target: Target): void {
  const host = hostOf(target);
  if (host === null || isLoopback(host)) return;
  throw new ToolError('attach-refused', `${host} is another machine, and the inspector's protocol is not encrypted`, {
    hint: 'Forward its port through ssh or kubectl and attach to localhost, or add --allow-remote.',
  });
}

function hostOf(target: Target): string | null {
  if (target.kind === 'endpoint') return target.host;
  return target.kind === 'url' ? new URL(target.url).hostname : null;
}
