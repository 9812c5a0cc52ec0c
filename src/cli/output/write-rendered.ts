import { type CliIo, writeText } from '../process/io.js';
import { writeOutputFile } from './output-file.js';
import { followsLinks, lineWidth, wantsColor } from './terminal.js';

/** Properties of the destination that a renderer needs. */
export interface RenderTarget {
  readonly width: number;
  readonly color: boolean;
  readonly links: boolean;
  /** Lines of the terminal. */
  readonly height?: number;
  /** The working folder, absolute. */
  readonly folder?: string;
}

/**
 * Writes the result of `render` to the file `output`, or to stdout when that is undefined. Colors and width depend on that
 * destination.
 */
export async function writeRendered(
  io: CliIo,
  { output, color }: { readonly output: string | undefined; readonly color: boolean | undefined },
  render: (target: RenderTarget) => string | Promise<string>,
): Promise<void> {
  if (output !== undefined) {
    const width = lineWidth({ isTTY: false }, io.env);
    await writeOutputFile(output, await render({ width, color: color ?? false, links: false }));
    return;
  }
  const isColored = wantsColor(io.stdout, io.env, color);
  const { isTTY, rows } = io.stdout;
  const target: RenderTarget = {
    width: lineWidth(io.stdout, io.env),
    color: isColored,
    links: isColored && followsLinks(io.stdout, io.env),
    ...(isTTY === true && rows !== undefined ? { height: rows } : {}),
    ...(io.folder === undefined ? {} : { folder: io.folder }),
  };
  await writeText(io.stdout, await render(target));
}
