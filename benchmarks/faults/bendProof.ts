import type { EncodedFault } from '@openledger/chain/challenger/encodeFault.ts'
import type { Dice } from './honestCalls.ts'

const WORD = 64

/**
 * A proof whose bytes somebody changed by hand: a word set to 0, to its neighbour, one up or down, or to the greatest
 * value; some stay well-formed, the rest must not be taken for anything either.
 */
export function bendProof(fault: EncodedFault, dice: Dice): EncodedFault {
  const body = fault.proof.slice(2)
  const words = body.match(new RegExp(`.{${WORD}}`, 'g')) ?? []
  const changes = 1 + dice.below(3)
  for (let i = 0; i < changes; i++) {
    const place = dice.below(words.length)
    words[place] = bendWord(words[place] ?? '', words[dice.below(words.length)] ?? '', dice)
  }
  return { ...fault, proof: `0x${words.join('')}` }
}

function bendWord(word: string, other: string, dice: Dice): string {
  const value = BigInt(`0x${word}`)
  const text = (number: bigint) => BigInt.asUintN(256, number).toString(16).padStart(WORD, '0')
  return dice.pick([text(0n), text(value + 1n), text(value - 1n), text(2n ** 32n - 1n), other, text(value ^ 1n)])
}
