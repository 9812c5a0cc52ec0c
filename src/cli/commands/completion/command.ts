import { defineCommand } from '../../arguments/define-command.js';
import { ExitCode } from '../../process/exit-code.js';
import { writeText } from '../../process/io.js';

const SHELLS = ['bash', 'zsh', 'fish'] as const;

/** `poolscope completion` */
export const completionCommand = defineCommand({
  command: 'completion <shell>',
  describe: 'Print a script that completes poolscope in your shell',
  expected: 'a shell: bash, zsh or fish',
  options: {},
  builder: (parser) =>
    parser
      .positional('shell', { choices: SHELLS, demandOption: true, describe: 'Shell that the script is for' })
      .example('source <($0 completion bash)', 'in ~/.bashrc')
      .example('source <($0 completion zsh)', 'in ~/.zshrc, after compinit')
      .example('$0 completion fish | source', 'in ~/.config/fish/config.fish'),
  handler: async ({ shell }, { io, commands }) => {
    const { COMPLETION_SCRIPTS } = await import('./completion-scripts.js');
    await writeText(io.stdout, COMPLETION_SCRIPTS[shell](commands));
    return ExitCode.clean;
  },
});
