import { ToolError } from '../errors.js';
import { DEFAULT_INSPECTOR_PORT, isLoopback } from './inspector-endpoint.js';

/** What to attach to. */
export type Target =
  | { readonly kind: 'pid'; readonly pid: number }
  | { readonly kind: 'endpoint'; readonly host: string; readonly port: number }
  | { readonly kind: 'url'; readonly url: string }
  /** The executable, then its arguments. */
  | { readonly kind: 'spawn'; readonly command: readonly string[] };

/**
 * Reads `4711`, `localhost:9229`, `:9229`, `[::1]:9229` or `ws://127.0.0.1:9229/…`.
 *
 * @throws ToolError `usage`
 */
export function parseTarget(text: string): Target {
  if (/^\d+$/.test(text)) return { kind: 'pid', pid: Number(text) };
  if (/^wss?:\/\//i.test(text) && URL.canParse(text)) return { kind: 'url', url: text };
  const [, bracketed, plain = '', port] = /^(?:\[([^\]]+)\]|([^:/\s]*)):(\d{1,5})$/.exec(text) ?? [];
  if (port !== undefined && Number(port) > 0 && Number(port) < 65_536)
    return { kind: 'endpoint', host: bracketed ?? (plain === '' ? '127.0.0.1' : plain), port: Number(port) };
  throw new ToolError('usage', `${text}: expected a pid, host:port or ws://…`, {
    hint: `For example 4711, 127.0.0.1:${DEFAULT_INSPECTOR_PORT}, or --spawn -- node app.js.`,
  });
}

/**
 * Makes sure that a target is on this machine.
 *
 * @throws ToolError `attach-refused`: whoever reaches an inspector runs code in the process, and a heap holds passwords
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
