import type { Command } from '../command.ts';
import { allFlags, commandWords, groupsOf, type Operand } from './words.ts';

/** The lines that offer what can stand in a place. Words of ours hold nothing that a shell reads. */
const offer = (operand: Operand): string => {
  if (operand === 'file') return 'compopt -o filenames 2>/dev/null; COMPREPLY=($(compgen -f -- "$word"))';
  if (operand === 'folder') return 'compopt -o filenames 2>/dev/null; COMPREPLY=($(compgen -d -- "$word"))';
  if (typeof operand === 'string') return ':';
  return `COMPREPLY=($(compgen -W '${operand.join('\n')}' -- "$word"))`;
};

/** A script for bash 3.2 and newer, which needs no other package. */
export const bashCompletion = (commands: Readonly<Record<string, Command>>): string => {
  const all = commandWords(commands);
  const groups = groupsOf(all);
  const withSecond = [...groups].filter(([, seconds]) => seconds.length > 0);
  return `# Completion of tessera-vault for bash. Use it with: source <(tessera-vault completion bash)
_tessera_vault() {
  local IFS=$'\\n'
  local word="\${COMP_WORDS[COMP_CWORD]}" before="\${COMP_WORDS[COMP_CWORD - 1]}" name="\${COMP_WORDS[1]}" first=2
  COMPREPLY=()
  if [[ $COMP_CWORD -eq 1 ]]; then
    ${offer([...groups.keys(), '--help', '--version'])}
    return
  fi
  case "$name" in
${withSecond
  .map(
    ([first, seconds]) => `    ${first})
      if [[ $COMP_CWORD -eq 2 ]]; then
        ${offer([...seconds.map(({ word }) => word), '--help'])}
        return
      fi
      name="$name \${COMP_WORDS[2]}" first=3
      ;;`,
  )
  .join('\n')}
  esac
  case "$before" in
${allFlags(all)
  .filter(({ operand }) => operand !== 'none')
  .map(({ name, operand }) => `    ${name}) ${offer(operand)}; return ;;`)
  .join('\n')}
  esac
  case "$name" in
${all
  .map(({ name, flags, bare }) => {
    const flagsOffered = offer([...flags.map((flag) => flag.name), '--help']);
    const bareOffered =
      bare === 'none' ? '' : `if [[ $COMP_CWORD -eq $first && $word != -* ]]; then ${offer(bare)}; return; fi; `;
    return `    '${name}') ${bareOffered}${flagsOffered} ;;`;
  })
  .join('\n')}
  esac
}
complete -F _tessera_vault tessera-vault
`;
};
