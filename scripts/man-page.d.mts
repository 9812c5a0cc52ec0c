import type { CommandOutline } from '../src/cli/arguments/define-command.js';

/** The manual page, in the language of man(7). */
export declare function renderManPage(
  commands: readonly CommandOutline[],
  about: { readonly version: string; readonly description: string; readonly homepage: string },
): string;
