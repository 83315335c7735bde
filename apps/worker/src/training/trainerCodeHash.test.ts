import { execFile } from 'node:child_process'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { trainerCodeHash } from './trainerCodeHash.ts'

const root = resolve(import.meta.dirname, '../../../..')
const trainer = join(root, 'trainer')

test('is what the trainer says of itself, its folders included', async () => {
  const program = 'from openledger_trainer.training_log import code_hash; print(code_hash())'
  const { stdout } = await promisify(execFile)(join(root, '.venv/bin/python'), ['-c', program], { cwd: trainer })
  expect(await trainerCodeHash(trainer)).toBe(stdout.trim())
})
