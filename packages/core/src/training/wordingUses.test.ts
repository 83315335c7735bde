import { expect, test } from 'vitest'
import { wordingUses } from './wordingUses.ts'

test('over all wordings, a record is read once an epoch', () => {
  for (const epochs of [1, 2, 3, 16])
    for (const wordings of [1, 2, 5, 16]) {
      const read = Array.from({ length: epochs }, (_, epoch) => epoch % wordings)
      for (let place = 0; place < wordings; place++)
        expect(wordingUses(epochs, place, wordings)).toBe(read.filter((wording) => wording === place).length)
    }
})
