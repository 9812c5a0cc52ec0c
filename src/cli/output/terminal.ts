import { WriteStream } from 'node:tty';

import type { CliIo, OutputStream } from '../process/io.js';

/** What a stream says of itself. */
type StreamTraits = Pick<OutputStream, 'isTTY' | 'columns'>;

/** Width where nobody tells: a pipe, a file. */
const DEFAULT_WIDTH = 80;

type Environment = CliIo['env'];

/** How many bits of color Node.js says of a terminal without any. */
const NO_COLORS = 1;

/**
 * Whether to color what goes to `stream`: as the flag says; else as Node.js itself would, which asks `FORCE_COLOR`, then
 * `NO_COLOR`, then the terminal.
 */
export function wantsColor(stream: StreamTraits, env: Environment, flag: boolean | undefined): boolean {
  if (flag !== undefined) return flag;
  const { FORCE_COLOR: forced } = env;
  if (forced === undefined) return stream.isTTY === true && colorBits(env) > NO_COLORS;
  // Alone: beside NO_COLOR Node.js prints a warning of its own.
  return colorBits({ FORCE_COLOR: forced }) > NO_COLORS;
}

function colorBits(env: Environment): number {
  return WriteStream.prototype.getColorDepth(env);
}

/** Cells of a line on `stream`: the terminal's, else `COLUMNS`, else 80. */
export function lineWidth(stream: StreamTraits, env: Environment): number {
  if (stream.isTTY === true && stream.columns !== undefined && stream.columns > 0) return stream.columns;
  const columns = Number(env['COLUMNS']);
  return Number.isInteger(columns) && columns > 0 ? columns : DEFAULT_WIDTH;
}

/**
 * Whether the terminal is one of those known to follow OSC 8 links; others might print them as text. `FORCE_HYPERLINK` decides for
 * a terminal, as it does for other tools, and never for a pipe. `supports-hyperlinks` asks the streams and variables of the whole
 * process when it is loaded, and would bring three packages for these lines.
 */
export function followsLinks(stream: StreamTraits, env: Environment): boolean {
  const forced = env['FORCE_HYPERLINK'];
  if (isSet(forced)) return stream.isTTY === true && env['TERM'] !== 'dumb' && forced !== '0' && forced !== 'false';
  if (stream.isTTY !== true || env['TERM'] === 'dumb' || isSet(env['CI'])) return false;
  if (isSet(env['WT_SESSION']) || isSet(env['KITTY_WINDOW_ID'])) return true;
  if (Number(env['VTE_VERSION']) >= 5000) return true;
  return ['iTerm.app', 'vscode', 'WezTerm', 'ghostty'].includes(env['TERM_PROGRAM'] ?? '');
}

function isSet(value: string | undefined): boolean {
  return value !== undefined && value !== '';
}
