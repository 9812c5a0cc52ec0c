import yargs from 'yargs';

import { describeAnalyze } from './analyze-arguments.js';
import { describeAttach } from './attach-arguments.js';
import { describeCompare } from './compare-arguments.js';
import { describeProfiles } from './profiles-arguments.js';
import { describeSchema } from './schema-arguments.js';

/** Longer lines of help are hard to read. */
const MAX_HELP_WIDTH = 100;

/**
 * The help that is asked for, without a newline at its end.
 *
 * @param argv names the command, or none, and holds `--help`
 * @param width cells of a line
 */
export async function renderHelp(argv: readonly string[], width: number): Promise<string> {
  const base = yargs()
    .scriptName('poolscope')
    .usage('$0 <command>\n\nFinds leaked connections and reservations in V8 heap snapshots.')
    // The number itself is told elsewhere.
    .version('')
    .help()
    .alias('help', 'h')
    .detectLocale(false)
    .exitProcess(false)
    .demandCommand(1, 'Expected a command')
    .example('$0 attach 4711', 'a running process, by its pid')
    .example('$0 analyze snapshots/', 'snapshots that are there')
    .epilogue('poolscope <command> --help tells more of each.')
    .wrap(Math.min(width, MAX_HELP_WIDTH));
  const parser = describeSchema(describeProfiles(describeCompare(describeAttach(describeAnalyze(base)))));
  let help = '';
  // With a callback yargs hands out its help instead of printing it.
  await parser.parseAsync(argv, {}, (_error, _args, text) => {
    help = text;
  });
  return withoutEmptyDefaults(help);
}

/** yargs calls no snapshots at all the default of those that it demands. */
function withoutEmptyDefaults(help: string): string {
  const mark = ' [default: []]';
  return help.replace(
    / *(\[array\] \[required\]) \[default: \[\]\]/g,
    (tags) => `${' '.repeat(mark.length)}${tags.slice(0, -mark.length)}`,
  );
}
