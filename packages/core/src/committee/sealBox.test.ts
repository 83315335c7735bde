import { stringToBytes } from 'viem'
import { expect, test } from 'vitest'
import { createSealKey, openSealed, seal } from './sealBox.ts'

const message = stringToBytes('what is I25.4?')

test('what is sealed to a key opens with it, and twice sealed differs', async () => {
  const key = await createSealKey()
  const sealed = await seal(key.publicKey, message, 'call 1')
  expect(await openSealed(key, sealed, 'call 1')).toEqual(message)
  expect(await seal(key.publicKey, message, 'call 1')).not.toEqual(sealed)
})

test('another key, another context and any changed byte are refused', async () => {
  const [key, other] = [await createSealKey(), await createSealKey()]
  const sealed = await seal(key.publicKey, message, 'call 1')
  const broken = expect.objectContaining({ code: 'SEAL_BROKEN' })
  await expect(openSealed(other, sealed, 'call 1')).rejects.toEqual(broken)
  await expect(openSealed(key, sealed, 'call 2')).rejects.toEqual(broken)
  await expect(openSealed(key, sealed.subarray(0, 40), 'call 1')).rejects.toEqual(broken)
  for (const place of [0, 31, 32, 43, 44, sealed.length - 1]) {
    const changed = sealed.slice()
    changed[place] = (changed[place] ?? 0) ^ 1
    await expect(openSealed(key, changed, 'call 1')).rejects.toEqual(broken)
  }
})
