import { execFileSync } from 'node:child_process'
import { expect, test } from 'vitest'
import { loadCommands } from '../loadCommands.ts'
import { completionScript } from './completionScript.ts'

const script = completionScript('bash', await loadCommands())

/** What a real bash offers for a command line whose last word is being typed. */
function offered(...words: readonly string[]): string[] {
  const ask = `eval "$1"; shift; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _openledger; printf '%s\\n' "\${COMPREPLY[@]}"`
  const output = execFileSync('bash', ['-c', ask, 'bash', script, './openledger', ...words], { encoding: 'utf8' })
  return output.split('\n').filter(Boolean)
}

test('offers commands, then their second words, then their options, whatever options came before', () => {
  expect(offered('ver')).toEqual(['verify'])
  expect(offered('')).toEqual(expect.arrayContaining(['call', 'datanet', 'demo', 'help', 'training-fee']))
  expect(offered('key', '')).toEqual(['list', 'new', 'revoke', 'usage'])
  expect(offered('datanet', 'access', 'r')).toEqual(['refuse', 'request', 'revoke'])
  expect(offered('call', 'model', 'question', '--m')).toEqual(['--max-tokens'])
  expect(offered('key', '--json', 'revoke', '--a')).toEqual(['--as'])
  expect(offered('nothing', 'like', 'ver')).toEqual(['verify'])
})

test('a word that is no command is no part of one', () => {
  expect(offered('call', 'key', '--sch')).toEqual(['--schema'])
  expect(offered("$(touch /tmp/never)'", '')).toContain('demo')
})
