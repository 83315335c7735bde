import { resolve } from 'node:path'
import { Writable } from 'node:stream'
import { expect, test } from 'vitest'
import { EXIT } from './command.ts'
import { runCli } from './runCli.ts'

const root = resolve(import.meta.dirname, '../../..')

async function run(argv: readonly string[], signal = new AbortController().signal) {
  const written = { out: '', err: '' }
  const into = (name: keyof typeof written) =>
    new Writable({
      write(chunk, _encoding, done) {
        written[name] += String(chunk)
        done()
      },
    })
  const code = await runCli({ argv, env: {}, root, stdout: into('out'), stderr: into('err'), signal })
  return { code, ...written }
}

test('a command that somebody stops says so, and that it can be run again; nothing about it is unexpected', async () => {
  const stop = new AbortController()
  const running = run(['bench', 'gaming'], stop.signal)
  setTimeout(() => stop.abort('SIGINT'), 200)
  const { code, err } = await running
  expect(code).toBe(EXIT.stopped)
  expect(err).toContain('CLI_STOPPED')
  expect(err).not.toContain('UNEXPECTED')
}, 30_000)

test('a command line that nobody understands', async () => {
  const { code, err } = await run(['no-such-command'])
  expect(code).toBe(EXIT.usage)
  expect(err).toContain('CLI_UNKNOWN_COMMAND')
  expect((await run(['verify', '--no-such-option'])).code).toBe(EXIT.usage)
  const { out } = await run(['no-such-command', '--json'])
  expect(JSON.parse(out)).toMatchObject({ error: { code: 'CLI_UNKNOWN_COMMAND' } })
})

test('a family of commands is listed, with and without --help', async () => {
  for (const argv of [['review'], ['datanet', 'access', '--help']]) {
    const { code, out } = await run(argv)
    expect(code).toBe(EXIT.ok)
    const listed = out.split('\n').filter((line) => /^ {2}[a-z]/.test(line))
    expect(listed.length).toBeGreaterThan(3)
    const family = argv.filter((word) => !word.startsWith('-')).join(' ')
    expect(listed.every((line) => line.startsWith(`  ${family} `))).toBe(true)
  }
})
