import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { RecordContent } from '../record/recordContent.ts'
import type { DatanetLookup } from './check.ts'
import { contentChecks } from './contentChecks.ts'
import { orderChecks } from './orderChecks.ts'
import { runChecks } from './runChecks.ts'

const emptyDatanet: DatanetLookup = { findRecord: () => undefined, findNearDuplicate: () => undefined }
const check = (content: RecordContent, datanet = emptyDatanet) =>
  runChecks({ recordId: '0x01', contributor: '0xaa', content }, datanet)

describe('runChecks', () => {
  it('accepts a good record without findings', () => {
    expect(check({ kind: 'qa', prompts: ['What is the code for plague?'], answer: 'A20.9' })).toEqual({
      verdict: 'accept',
      findings: [],
    })
  })

  it('gives all reasons, the gravest decides', () => {
    const checked = check(
      { kind: 'qa', prompts: ['Code for plague?', 'code for plague'], answer: 'buy buy buy buy buy buy' },
      {
        findRecord: () => undefined,
        findNearDuplicate: () => ({
          recordId: '0x02',
          commitment: '0xc2',
          contributor: '0xaa',
          similarity: 0.9,
          inOtherWords: false,
        }),
      },
    )
    expect(checked.verdict).toBe('refuse')
    expect(checked.findings.map(({ code }) => code)).toEqual([
      'DATA_PROMPT_REPEATED',
      'DATA_REPETITION',
      'DATA_NEAR_DUPLICATE_OWN',
    ])
  })

  it('marks where nothing is worse', () => {
    expect(check({ kind: 'qa', prompts: ['Code for plague?', 'code for plague'], answer: 'A20' }).verdict).toBe('mark')
  })

  it('runs every check of the folder', () => {
    const declared = readdirSync(import.meta.dirname)
      .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
      .map((name) => readFileSync(`${import.meta.dirname}/${name}`, 'utf8'))
      .flatMap((source) => source.match(/(?<=^export const )\w+(?=: (?:Content|Order)Check =)/gm) ?? [])
    expect([...contentChecks, ...orderChecks].map(({ name }) => name).sort()).toEqual(declared.sort())
  })
})
