import { WriteStream } from 'node:tty';

import type { CliIo, OutputStream } from '../process/io.js';

/** The properties of a stream that matter here. */
type StreamTraits = Pick<OutputStream, 'isTTY' | 'columns'>;

/** Width where it is unknown, as for a pipe or a file. */
const DEFAULT_WIDTH = 80;

type Environment = CliIo['env'];

/** The color depth that Node.js reports for a terminal without colors. */
const NO_COLORS = 1;

/**
 * Whether to use colors on `stream`: as the flag says, or else as Node.js does, by `FORCE_COLOR`, then `NO_COLOR`, then the
 * terminal.
 */
export function wantsColor(stream: StreamTraits, env: Environment, flag: boolean | undefined): boolean {
  if (flag !== undefined) return flag;
  const { FORCE_COLOR: forced } = env;
  if (forced === undefined) return stream.isTTY === true && colorBits(env) > NO_COLORS;
  // Passed alone, because Node.js prints a warning if NO_COLOR is set as well.
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
 * Whether the terminal is known to support OSC 8 links; others might print them as text. `FORCE_HYPERLINK` decides for a terminal, as
 * in other tools, and never for a pipe. The package `supports-hyperlinks` would bring three packages for these lines.
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
