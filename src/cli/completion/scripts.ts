/** Shells for which there is a completion. */
export const SHELLS = ['bash', 'zsh', 'fish'] as const;
export type Shell = (typeof SHELLS)[number];

/** Name of the hidden command that the scripts ask: `__complete SHELL CURRENT_WORD WORDS_BEFORE...`. */
export const COMPLETE = '__complete';

// Each asks the `lago` that is being typed, so that a path to another one works as well. Without an answer the shell
// completes files.
const SCRIPTS: Readonly<Record<Shell, string>> = {
  bash: `_lago() {
  local IFS=$'\\n'
  COMPREPLY=($("\${COMP_WORDS[0]}" ${COMPLETE} bash "\${COMP_WORDS[COMP_CWORD]}" "\${COMP_WORDS[@]:0:COMP_CWORD}" 2>/dev/null))
}
complete -o default -F _lago lago lagocli
`,
  zsh: `#compdef lago lagocli
_lago() {
  local -a lines described
  local line
  lines=("\${(@f)$("\${(Q)words[1]}" ${COMPLETE} zsh "\${(Q)words[CURRENT]}" "\${(@Q)words[1,CURRENT-1]}" 2>/dev/null)}")
  for line in $lines; do
    described+=("\${\${line%%$'\\t'*}//:/\\\\:}:\${line#*$'\\t'}")
  done
  if (( $#described )); then _describe lago described; else _files; fi
}
if [[ $funcstack[1] == _lago ]]; then _lago "$@"; else compdef _lago lago lagocli; fi
`,
  fish: `function __lago_complete
  set -l before (commandline --cut-at-cursor --tokenize --current-process)
  set -l current (commandline --current-token --cut-at-cursor)
  set -l answer ($before[1] ${COMPLETE} fish "$current" $before 2>/dev/null)
  if test (count $answer) -gt 0
    printf '%s\\n' $answer
  else
    __fish_complete_path "$current"
  end
end
for command in lago lagocli
  complete --command $command --no-files --keep-order --arguments '(__lago_complete)'
end
`,
};

/** The completion of a shell, to be sourced. */
export function completionScript(shell: Shell): string {
  return SCRIPTS[shell];
}
