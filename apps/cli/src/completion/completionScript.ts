import type { Command } from '../command.ts'

export const shells = ['bash', 'zsh', 'fish'] as const
export type Shell = (typeof shells)[number]

/** What may follow the words that were typed: each beginning of a command, and each whole one. */
type Place = { readonly typed: string; readonly next: readonly string[] }

const EVERYWHERE = ['--json', '--home', '--no-input', '--help']

/** A script that a shell loads so that it completes the words and options of every command. */
export function completionScript(shell: Shell, commands: readonly Command[]): string {
  const places = placesOf(commands)
  if (shell === 'fish') return fishScript(places)
  const bash = bashScript(places)
  return shell === 'bash' ? bash : `autoload -Uz bashcompinit && bashcompinit\n${bash}`
}

function placesOf(commands: readonly Command[]): readonly Place[] {
  const next = new Map<string, Set<string>>([['', new Set(['help'])]])
  const add = (typed: string, words: readonly string[]) =>
    next.set(typed, new Set([...(next.get(typed) ?? []), ...words]))
  for (const { path, options } of commands) {
    for (const [place, word] of path.entries()) add(path.slice(0, place).join(' '), [word])
    add(path.join(' '), [...Object.keys(options).map((name) => `--${name}`), ...EVERYWHERE])
  }
  return [...next].map(([typed, words]) => ({ typed, next: [...words].toSorted() }))
}

/** Options have no say in which command it is; what follows a whole command beyond its options are files. */
function bashScript(places: readonly Place[]): string {
  const cases = places.map(({ typed, next }) => `    '${typed}') candidates='${next.join(' ')}' ;;`)
  return `_openledger() {
  local typed='' candidates='' longest='' word
  for word in "\${COMP_WORDS[@]:1:$((COMP_CWORD - 1))}"; do
    case "$word" in -*) continue ;; esac
    typed="\${typed:+$typed }$word"
    _openledger_next "$typed" && longest="$typed"
  done
  _openledger_next "$longest"
  COMPREPLY=($(compgen -W "$candidates" -- "\${COMP_WORDS[COMP_CWORD]}"))
}
_openledger_next() {
  case "$1" in
${cases.join('\n')}
    *) return 1 ;;
  esac
}
complete -o default -F _openledger openledger
`
}

function fishScript(places: readonly Place[]): string {
  const cases = places.map(({ typed, next }) => `    case '${typed}'\n      printf '%s\\n' ${next.join(' ')}`)
  return `function __openledger_next
  switch "$argv[1]"
${cases.join('\n')}
    case '*'
      return 1
  end
end
function __openledger_candidates
  set -l typed ''
  set -l longest ''
  for word in (commandline -opc)[2..]
    string match -q -- '-*' $word; and continue
    set typed (string trim "$typed $word")
    __openledger_next $typed >/dev/null; and set longest $typed
  end
  __openledger_next $longest
end
complete -c openledger -a '(__openledger_candidates)'
`
}
