import { type Command, command } from './command.ts';
import { bashCompletion } from './completions/bash.ts';
import { fishCompletion } from './completions/fish.ts';
import { zshCompletion } from './completions/zsh.ts';

const scripts = { bash: bashCompletion, zsh: zshCompletion, fish: fishCompletion };

/** `completion bash`. The commands are asked for when it runs, because it is one of them. */
export const completion = (commands: () => Readonly<Record<string, Command>>): Command =>
  command('completion', {
    summary: 'prints a script that completes commands and flags in a shell',
    flags: ['shell'],
    bare: 'shell',
    notes: [
      'bash: source <(tessera-vault completion bash)',
      'zsh:  source <(tessera-vault completion zsh), after compinit',
      'fish: tessera-vault completion fish | source',
    ],
    run: async ({ shell }, terminal) => terminal.out(scripts[shell](commands())),
  });
