import { ToolError } from '../errors.js';

export const DEFAULT_INSPECTOR_PORT = 9229;

/** What to attach to. */
export type Target =
  | { readonly kind: 'pid'; readonly pid: number }
  /** The one process whose command line has this part. */
  | { readonly kind: 'name'; readonly part: string }
  | { readonly kind: 'endpoint'; readonly host: string; readonly port: number }
  | { readonly kind: 'url'; readonly url: string }
  /** The executable, then its arguments. */
  | { readonly kind: 'spawn'; readonly command: readonly string[] };

/**
 * Reads `4711`, `server.js`, `localhost:9229`, `:9229`, `[::1]:9229` or `ws://127.0.0.1:9229/…`.
 *
 * @throws ToolError `usage`
 */
export function parseTarget(text: string): Target {
  if (/^\d+$/.test(text)) return { kind: 'pid', pid: Number(text) };
  if (/^wss?:\/\//i.test(text) && URL.canParse(text)) return { kind: 'url', url: text };
  const [, bracketed, plain = '', port] = /^(?:\[([^\]]+)\]|([^:/\s]*)):(\d{1,5})$/.exec(text) ?? [];
  if (port !== undefined && Number(port) > 0 && Number(port) < 65_536)
    return { kind: 'endpoint', host: bracketed ?? (plain === '' ? '127.0.0.1' : plain), port: Number(port) };
  // An address that is none, rather than a part of a command line.
  if (text.trim() !== '' && !/:\/\/|:\d*$|^-?[\d.]+$/.test(text)) return { kind: 'name', part: text };
  throw new ToolError('usage', `${text}: expected a pid, a part of a command line, host:port or ws://…`, {
    hint: `For example 4711, 127.0.0.1:${DEFAULT_INSPECTOR_PORT}, or --spawn -- node app.js.`,
  });
}
