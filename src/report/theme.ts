import { Chalk } from 'chalk';

import type { Report } from '../findings/report-schema.js';

/** Styles a text. Without color it returns the text unchanged. */
export type Style = (text: string) => string;

/** Styles by meaning: renderers choose the meaning of a text, this file its appearance. */
export interface Theme {
  /** The verdict of a finding or of the whole report. */
  readonly verdict: Readonly<Record<Report['verdict'], Style>>;
  /** The headline of a finding. */
  readonly headline: Style;
  /** Names of classes, fields and other code. */
  readonly code: Style;
  /** Labels and secondary text. */
  readonly faint: Style;
  readonly evidenceFor: Style;
  readonly evidenceAgainst: Style;
  /** A failure of the tool itself. */
  readonly error: Style;
  /** Makes `text` a link, if the terminal supports OSC 8. */
  readonly link: (text: string, url: string) => string;
}

/** Capabilities of the terminal. Both come from the output stream, never from the global environment. */
export interface ThemeOptions {
  readonly color: boolean;
  readonly links?: boolean;
}

/** The theme. Only the 16 basic colors, so that the user's own palette keeps text readable on any background. */
export function createTheme(options: ThemeOptions): Theme {
  const chalk = new Chalk({ level: options.color ? 1 : 0 });
  return {
    verdict: {
      leak: (text) => chalk.red.bold(text),
      suspect: (text) => chalk.yellow.bold(text),
      note: (text) => chalk.cyan.bold(text),
      clean: (text) => chalk.green.bold(text),
    },
    headline: (text) => chalk.bold(text),
    code: (text) => chalk.cyan(text),
    faint: (text) => chalk.dim(text),
    evidenceFor: (text) => chalk.red(text),
    evidenceAgainst: (text) => chalk.green(text),
    error: (text) => chalk.red.bold(text),
    link: options.links === true ? hyperlink : (text) => text,
  };
}

/** OSC 8, as gnome-terminal, iTerm2, VS Code and Windows Terminal understand it. */
function hyperlink(text: string, url: string): string {
  return `\u001b]8;;${url}\u001b\\${text}\u001b]8;;\u001b\\`;
}
