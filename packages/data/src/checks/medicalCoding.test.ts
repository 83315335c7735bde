import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { parseRecordsJsonl } from '../parse/parseRecordsJsonl.ts'
import { runChecks } from './runChecks.ts'

const emptyDatanet = { findRecord: () => undefined, findNearDuplicate: () => undefined }

/** Verdict or finding of each line of a contributor's file in the medical coding example. */
async function outcomes(contributor: string): Promise<string[]> {
  const file = new URL(`../../../../examples/medical-coding/contributions/${contributor}.jsonl`, import.meta.url)
  const found: string[] = []
  for await (const parsed of parseRecordsJsonl(readFileSync(file))) {
    if (!parsed.ok) found.push(parsed.finding.code)
    else found.push(runChecks({ recordId: '0x01', contributor: '0xaa', content: parsed.value }, emptyDatanet).verdict)
  }
  return found
}

it.each(['infectious', 'circulatory', 'injuries'])('accepts every good record: %s', async (contributor) => {
  const found = await outcomes(contributor)
  expect(found.length).toBeGreaterThanOrEqual(50)
  expect(new Set(found)).toEqual(new Set(['accept']))
})

it('refuses what is plainly noise, and lets through only what looks like a record', async () => {
  const found = await outcomes('noise')
  const passed = found.filter((outcome) => outcome === 'accept').length
  expect(found.lastIndexOf('accept')).toBe(passed - 1)
  expect(found.slice(passed).length).toBeGreaterThanOrEqual(10)
  expect(new Set(found.slice(passed))).toEqual(new Set(['refuse', 'DATA_RECORD_INVALID', 'DATA_LINE_NOT_JSON']))
})
