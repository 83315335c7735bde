import fc from 'fast-check'
import { expect, it } from 'vitest'
import { type AcceptedRecord, exportTrainingRecords } from './exportTrainingRecords.ts'

const hex = (bytes: number) =>
  fc.uint8Array({ minLength: bytes, maxLength: bytes }).map((b) => `0x${Buffer.from(b).toString('hex')}`)

const accepted: fc.Arbitrary<AcceptedRecord> = fc.record({
  commitment: hex(32),
  recordId: hex(32),
  contributor: hex(20),
  datanetId: hex(32),
  content: fc.record({
    kind: fc.constant('qa' as const),
    prompts: fc.array(fc.string(), { minLength: 1 }),
    answer: fc.string(),
  }),
})

const records = fc.uniqueArray(accepted, { selector: ({ commitment }) => commitment, maxLength: 20 })

it('writes the same bytes in whatever order records come, ascending by commitment', () => {
  fc.assert(
    fc.property(records, (list) => {
      const lines = [...exportTrainingRecords(list)]
      expect([...exportTrainingRecords([...list].reverse())]).toEqual(lines)
      const read = lines.map((line) => JSON.parse(line))
      expect(read).toEqual([...list].sort((a, b) => (BigInt(a.commitment) < BigInt(b.commitment) ? -1 : 1)))
      for (const line of lines) expect(line.indexOf('\n')).toBe(line.length - 1)
    }),
  )
})

it('refuses a record twice, and ids that are no hashes', () => {
  const record = fc.sample(accepted, 1)[0] as AcceptedRecord
  expect(() => [...exportTrainingRecords([record, record])]).toThrow(
    expect.objectContaining({ code: 'DATA_EXPORT_REPEATED_COMMITMENT' }),
  )
  expect(() => [...exportTrainingRecords([{ ...record, contributor: '0x"' }])]).toThrow(
    expect.objectContaining({ code: 'DATA_EXPORT_COMMITMENT_INVALID' }),
  )
})
