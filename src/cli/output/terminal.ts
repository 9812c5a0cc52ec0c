import type { CliIo, OutputStream } from '../process/io.js';

/** What a stream says of itself. */
type StreamTraits = Pick<OutputStream, 'isTTY' | 'columns'>;

/** Width where nobody tells: a pipe, a file. */
const DEFAULT_WIDTH = 80;

type Environment = CliIo['env'];

/**
 * Whether to colour what goes to `stream`. Asked in this order: the flag, `FORCE_COLOR`, `NO_COLOR`, the stream itself
 * and `TERM=dumb`. `FORCE_COLOR` beats `NO_COLOR` as it does in Node.js.
 */
export function wantsColor(stream: StreamTraits, env: Environment, flag: boolean | undefined): boolean {
  if (flag !== undefined) return flag;
  const forced = env['FORCE_COLOR'];
  if (forced !== undefined) return forced !== '0' && forced !== 'false';
  if (isSet(env['NO_COLOR'])) return false;
  return stream.isTTY === true && env['TERM'] !== 'dumb';
}

/** Cells of a line on `stream`: the terminal's, else `COLUMNS`, else 80. */
export function lineWidth(stream: StreamTraits, env: Environment): number {
  if (stream.isTTY === true && stream.columns !== undefined && stream.columns > 0) return stream.columns;
  const columns = Number(env['COLUMNS']);
  return Number.isInteger(columns) && columns > 0 ? columns : DEFAULT_WIDTH;
}

/** Whether the terminal is one of those known to follow OSC 8 links; others might print them as text. */
export function followsLinks(stream: StreamTraits, env: Environment): boolean {
  if (stream.isTTY !== true || env['TERM'] === 'dumb' || isSet(env['CI'])) return false;
  if (isSet(env['WT_SESSION']) || isSet(env['KITTY_WINDOW_ID'])) return true;
  if (Number(env['VTE_VERSION']) >= 5000) return true;
  return ['iTerm.app', 'vscode', 'WezTerm', 'ghostty'].includes(env['TERM_PROGRAM'] ?? '');
}

function isSet(value: string | undefined): boolean {
  return value !== undefined && value !== '';
}
