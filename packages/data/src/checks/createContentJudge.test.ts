import { afterAll, expect, it } from 'vitest'
import type { RecordContent } from '../record/recordContent.ts'
import { askedOfAll } from './asked.ts'
import { createContentJudge } from './createContentJudge.ts'
import { judgeContent } from './judgeContent.ts'

const items = Array.from({ length: 200 }, (_, n) => {
  const content: RecordContent = {
    kind: 'qa',
    prompts: [`What is written on page ${n}?`],
    answer: n % 3 === 0 ? `Write to p${n}@posta.cz.` : `Page ${n} is about the harbour.`,
  }
  return { content, asked: askedOfAll }
})
const judge = createContentJudge()
afterAll(async () => judge.close())

it('says in a thread what it says here, for several batches at once', async () => {
  const batches = [items, items.slice(0, 100), items.slice(0, 3)]
  expect(await Promise.all(batches.map(judge.judge))).toEqual(batches.map((batch) => batch.map(judgeContent)))
})

it('answers also when its thread ends meanwhile', async () => {
  const asked = judge.judge(items)
  await judge.close()
  expect(await asked).toEqual(items.map(judgeContent))
  expect(await judge.judge(items)).toEqual(items.map(judgeContent))
})
