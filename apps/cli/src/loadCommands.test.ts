import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { commandFile, loadCommand, loadCommands } from './loadCommands.ts'

test('every command is found by its words, in the file that they name', async () => {
  const commands = await loadCommands()
  expect(commands.length).toBeGreaterThan(40)
  for (const command of commands) {
    expect(existsSync(fileURLToPath(new URL(`./commands/${commandFile(command.path)}`, import.meta.url)))).toBe(true)
    expect(await loadCommand([...command.path, '--json'])).toBe(command)
    expect(await loadCommand([...command.path, '0x12', 'more'])).toBe(command)
  }
})

test('the longest path wins, and what is no command is none', async () => {
  expect((await loadCommand(['stake', 'rewards']))?.path).toEqual(['stake', 'rewards'])
  expect((await loadCommand(['stake', 'something']))?.path).toEqual(['stake'])
  expect((await loadCommand(['stake', '--help']))?.path).toEqual(['stake'])
  for (const argv of [[], ['--json'], ['nothing'], ['datanet'], ['../commands/stake'], ['Stake'], ['__proto__']]) {
    expect(await loadCommand(argv)).toBeUndefined()
  }
})
