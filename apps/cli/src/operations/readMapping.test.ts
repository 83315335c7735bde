import { expect, it } from 'vitest'
import { readMapping } from './readMapping.ts'

it('reads columns of questions and of documents', () => {
  expect(readMapping(undefined)).toBe(undefined)
  expect(readMapping('prompt=Frage,answer=Antwort')).toEqual({ kind: 'qa', prompts: ['Frage'], answer: 'Antwort' })
  expect(readMapping('prompt=a,prompt=b, answer=c=d')).toEqual({ kind: 'qa', prompts: ['a', 'b'], answer: 'c=d' })
  expect(readMapping('text=body,title=head')).toEqual({ kind: 'document', text: 'body', title: 'head' })
})

it('refuses what names no columns, others, or one twice', () => {
  for (const wrong of ['', 'prompt=a', 'answer=a', 'text=a,answer=b', 'text=a,text=b', 'prompt=,answer=b', 'text']) {
    expect(() => readMapping(wrong), wrong).toThrow(expect.objectContaining({ code: 'CLI_USAGE' }))
  }
})
