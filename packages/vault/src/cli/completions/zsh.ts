import type { Command } from '../command.ts';
import { commandWords, type FlagWords, groupsOf, type Operand } from './words.ts';

/** Text within single quotes, where `_arguments` and `_describe` read brackets and colons. */
const quoted = (text: string): string => text.replace(/[[\]:\\]/g, '\\$&').replaceAll("'", `'\\''`);

const action = (operand: Operand): string => {
  if (operand === 'file') return '_files';
  if (operand === 'folder') return '_files -/';
  return typeof operand === 'string' ? ' ' : `(${operand.join(' ')})`;
};

const flagSpec = ({ name, placeholder, operand, help }: FlagWords): string =>
  operand === 'none'
    ? `'${name}[${quoted(help)}]'`
    : `'${name}=[${quoted(help)}]:${quoted(placeholder)}:${action(operand)}'`;

const described = (entries: readonly { word: string; summary: string }[]): string =>
  entries.map(({ word, summary }) => `'${word}:${quoted(summary)}'`).join(' ');

/** A script that may be sourced after `compinit`, or lie in a folder of `fpath` as `_tessera-vault`. */
export const zshCompletion = (commands: Readonly<Record<string, Command>>): string => {
  const all = commandWords(commands);
  const groups = [...groupsOf(all)];
  const firsts = groups.map(([word, seconds]) => ({
    word,
    summary: seconds.length === 0 ? (commands[word]?.summary ?? '') : seconds.map((each) => each.word).join(', '),
  }));
  return `#compdef tessera-vault
# Completion of tessera-vault for zsh. Use it with: source <(tessera-vault completion zsh)
_tessera_vault() {
  local -a entries
  if (( CURRENT == 2 )); then
    entries=(${described(firsts)})
    _describe 'command' entries
    return
  fi
  local name=$words[2]
  case $name in
${groups
  .filter(([, seconds]) => seconds.length > 0)
  .map(
    ([first, seconds]) => `    ${first})
      if (( CURRENT == 3 )); then
        entries=(${described(seconds)})
        _describe '${first} command' entries
        return
      fi
      name="$name $words[3]"
      shift words
      (( CURRENT-- ))
      ;;`,
  )
  .join('\n')}
  esac
  shift words
  (( CURRENT-- ))
  case $name in
${all
  .map(({ name, flags, bare }) => {
    const specs = [...flags.map(flagSpec), ...(bare === 'none' ? [] : [`'1:value:${action(bare)}'`])];
    return `    '${name}') _arguments ${[...specs, "'--help[Show the help]'"].join(' ')} ;;`;
  })
  .join('\n')}
  esac
}
if [[ $funcstack[1] == _tessera-vault || $funcstack[1] == _tessera_vault ]]; then
  _tessera_vault "$@"
else
  compdef _tessera_vault tessera-vault
fi
`;
};
