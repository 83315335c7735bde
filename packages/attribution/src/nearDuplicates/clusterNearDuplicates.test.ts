import fc from 'fast-check'
import { expect, it } from 'vitest'
import { clusterNearDuplicates } from './clusterNearDuplicates.ts'

const diseases = ['plague', 'cholera', 'typhus', 'measles', 'rabies', 'mumps', 'leprosy']
const frames = ['What is the code for {}?', 'code for {}', 'Tell me the code for {}!']
const item = fc.record({ disease: fc.nat(diseases.length - 1), frame: fc.constantFrom(...frames) })

it('puts each fact into one unit that bears the id of its first registration', () => {
  fc.assert(
    fc.property(fc.array(item), (list) => {
      const items = list.map(({ disease, frame }, at) => ({
        id: `record${at}`,
        content: {
          kind: 'qa' as const,
          prompts: [frame.replace('{}', diseases[disease] ?? '')],
          answer: `B${disease}0.1`,
        },
      }))
      const units = clusterNearDuplicates(items)
      expect([...units.keys()]).toEqual(items.map(({ id }) => id))
      for (const [at, { disease }] of list.entries()) {
        expect(units.get(`record${at}`)).toBe(`record${list.findIndex((other) => other.disease === disease)}`)
      }
    }),
  )
})

it('never changes what came before', () => {
  const items = ['a b c d e f', 'a b c d e f g', 'x y z', 'a b c d e f'].map((text, at) => ({
    id: `${at}`,
    content: { kind: 'document' as const, title: 't', text },
  }))
  const all = clusterNearDuplicates(items)
  for (let count = 0; count <= items.length; count += 1) {
    expect([...clusterNearDuplicates(items.slice(0, count))]).toEqual([...all].slice(0, count))
  }
})
