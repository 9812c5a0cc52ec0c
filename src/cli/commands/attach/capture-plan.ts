import { parseTarget, type Target } from '../../../capture/target.js';
import { ToolError } from '../../../errors.js';
import type { AttachArguments } from './attach-options.js';

/** What happens between two snapshots, by the arguments. */
export type PaceArguments =
  | { readonly kind: 'interval'; readonly intervalMs: number }
  | { readonly kind: 'growth'; readonly bytes: number; readonly intervalMs: number }
  | { readonly kind: 'wait' }
  | { readonly kind: 'between'; readonly command: string; readonly intervalMs: number };

/** Time between two checks of the heap's size. A check is cheap, so growth is noticed soon. */
const GROWTH_LOOK_MS = 2_000;
/** Time for a process to finish its work after a load. */
const SETTLE_MS = 1_000;
const INTERVAL_MS = 30_000;

/**
 * What to attach to; null when nothing was given, in which case possible processes are listed.
 *
 * @throws ToolError `usage`
 */
export function targetOf({ target, spawn, '--': rest }: AttachArguments): Target | null {
  const command = [rest ?? []].flat().map(String);
  if (spawn !== true) {
    if (command.length > 0) throw new ToolError('usage', 'A command after -- wants --spawn before it');
    return target === undefined ? null : parseTarget(target);
  }
  const hint = 'For example: poolscope attach --spawn -- node server.js';
  if (target !== undefined)
    throw new ToolError('usage', `Give either a target or --spawn, not both: ${target}`, { hint });
  if (command.length === 0) throw new ToolError('usage', '--spawn: expected a command after --', { hint });
  return { kind: 'spawn', command };
}

/** What is recorded while the series is captured. */
export function trackOf({ ages, allocations }: AttachArguments): 'ages' | 'stacks' | null {
  if (allocations === true) return 'stacks';
  return ages === true ? 'ages' : null;
}

/** What decides when the next snapshot is taken. */
export function paceOf({ wait, between, interval, 'until-growth': bytes }: AttachArguments): PaceArguments {
  if (wait === true) return { kind: 'wait' };
  if (between !== undefined) return { kind: 'between', command: between, intervalMs: interval ?? SETTLE_MS };
  if (bytes !== undefined) return { kind: 'growth', bytes, intervalMs: interval ?? GROWTH_LOOK_MS };
  return { kind: 'interval', intervalMs: interval ?? INTERVAL_MS };
}
