import { expect, it } from 'vitest'
import { askedOfAll } from './asked.ts'
import { toxicity } from './toxicity.ts'

const run = (answer: string) => toxicity.run({ kind: 'qa', prompts: ['What did he say?'], answer }, askedOfAll)

it('marks vulgar words and says where', () => {
  const [finding] = run('He called it bullshit.')
  expect(finding).toMatchObject({ verdict: 'mark', code: 'DATA_TOXIC' })
  expect(finding?.places).toEqual([{ field: 'answer', start: 13, end: 21, kind: 'toxic' }])
})

it('lets medicine, places and parts of words pass', () => {
  expect(run('Carcinoma of the vulva, the penis, the rectum and the nipple.')).toEqual([])
  expect(run('Scunthorpe assesses the class of passengers; a cockpit.')).toEqual([])
})
