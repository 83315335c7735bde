import { expect, it } from 'vitest'
import { askedOfAll } from './asked.ts'
import { secrets } from './secrets.ts'

it('refuses, says where and of what kind, and quotes nothing', () => {
  const answer = 'Set password = "tR0ub4dor&3x" first.'
  const [finding, ...others] = secrets.run({ kind: 'qa', prompts: ['How to log in?'], answer }, askedOfAll)
  expect(others).toEqual([])
  expect(finding).toMatchObject({ verdict: 'refuse', code: 'DATA_SECRET' })
  expect(finding?.places).toEqual([{ field: 'answer', start: 16, end: 28, kind: 'password or key' }])
  expect(finding?.reason).not.toContain('tR0ub4dor')
})
