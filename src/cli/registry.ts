import type { Command } from './arguments/define-command.js';
import { analyzeCommand } from './commands/analyze/command.js';
import { attachCommand } from './commands/attach/command.js';
import { baselineCommand } from './commands/baseline/command.js';
import { compareCommand } from './commands/compare/command.js';
import { completionCommand } from './commands/completion/command.js';
import { convertCommand } from './commands/convert/command.js';
import { explainCommand } from './commands/explain/command.js';
import { profilesCommand } from './commands/profiles/command.js';
import { schemaCommand } from './commands/schema/command.js';
import { scrubCommand } from './commands/scrub/command.js';

/** All commands, in the order of the help. */
export const COMMANDS: readonly Command[] = [
  analyzeCommand,
  attachCommand,
  explainCommand,
  compareCommand,
  baselineCommand,
  convertCommand,
  profilesCommand,
  scrubCommand,
  schemaCommand,
  completionCommand,
];
