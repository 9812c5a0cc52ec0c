import { type CliIo, writeText } from '../process/io.js';
import { writeOutputFile } from './output-file.js';
import { followsLinks, lineWidth, wantsColor } from './terminal.js';

/** How to render for where a text goes. */
export interface RenderTarget {
  readonly width: number;
  readonly color: boolean;
  readonly links: boolean;
}

/**
 * Writes what `render` makes to file `output`, or to stdout when that is undefined. How it looks depends on where it
 * goes, not on where the program was started.
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
  const links = isColored && followsLinks(io.stdout, io.env);
  await writeText(io.stdout, await render({ width: lineWidth(io.stdout, io.env), color: isColored, links }));
}
