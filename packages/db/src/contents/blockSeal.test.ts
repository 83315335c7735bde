import { expect, test } from 'vitest'
import { createBlockSeal, SEAL_EXTRA_BYTES } from './blockSeal.ts'
import { createContents } from './createContents.ts'

test('a block opens in its own place alone, and says nothing', () => {
  const contents = createContents(new Uint8Array(32).fill(3))
  const [seal, other] = [contents.fileKey('one'), contents.fileKey('two')].map(createBlockSeal)
  if (seal === undefined || other === undefined) throw new Error('no seal')
  const bytes = Buffer.from('what somebody is bringing, before anybody has read it')
  const sealed = seal.seal('file', 7, bytes)
  expect(sealed.length).toBe(bytes.length + SEAL_EXTRA_BYTES)
  expect(seal.open('file', 7, sealed)).toEqual(bytes)
  expect(sealed.includes('somebody')).toBe(false)
  expect(seal.seal('file', 7, bytes)).not.toEqual(sealed)
  const fails = (open: () => unknown) => expect(open).toThrow("can't be unsealed")
  fails(() => seal.open('file', 8, sealed))
  fails(() => seal.open('records', 7, sealed))
  fails(() => other.open('file', 7, sealed))
  fails(() => seal.open('file', 7, sealed.subarray(0, -1)))
  fails(() => seal.open('file', 7, sealed.subarray(0, 20)))
  for (let i = 0; i < sealed.length; i++) {
    const changed = Buffer.from(sealed)
    changed[i] = (changed[i] ?? 0) ^ 1
    fails(() => seal.open('file', 7, changed))
  }
})
