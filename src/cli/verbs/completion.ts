import { completionScript, SHELLS } from '../completion/scripts.ts';
import { UsageError } from '../usage-error.ts';
import { defineVerb } from '../verb.ts';

export const completion = defineVerb({
  name: 'completion',
  summary: 'Print what a shell needs to complete verbs, options and names',
  arguments: [{ syntax: '<SHELL>', description: SHELLS.join(', '), choices: SHELLS }],
  options: {},
  example: 'completion bash > ~/.local/share/bash-completion/completions/lago',
  notes: 'zsh: a file named _lago in a directory of $fpath. fish: ~/.config/fish/completions/lago.fish.',
  async run({ args, write }) {
    const shell = SHELLS.find((name) => name === args[0]);
    if (shell === undefined)
      throw new UsageError(`there is no completion for ${args[0]}, only for ${SHELLS.join(', ')}`);
    write(completionScript(shell));
    return 0;
  },
});
