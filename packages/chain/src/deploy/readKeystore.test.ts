import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readKeystore } from './readKeystore.ts'

// The two test vectors that the definition of Web3 Secret Storage publishes: both hold the same key.
const PASSWORD = 'testpassword'
const KEY = '0x7a28b5ba57c53603b0b07b56bba752f7784bf506fa95edc395f5cf6c7514fe9d'
const cipher = 'aes-128-ctr'
const vectors = {
  pbkdf2: {
    cipher,
    cipherparams: { iv: '6087dab2f9fdbbfaddc31a909735c1e6' },
    ciphertext: '5318b4d5bcd28de64ee5559e671353e16f075ecae9f99c7a79a38af5f869aa46',
    kdf: 'pbkdf2',
    kdfparams: {
      c: 262144,
      dklen: 32,
      prf: 'hmac-sha256',
      salt: 'ae3cd4e7013836a3df6bd7241b12db061dbe2c6785853cce422d148a624ce0bd',
    },
    mac: '517ead924a9d0dc3124507e3393d175ce3ff7c1e96529c6c555ce9e51205e9b2',
  },
  scrypt: {
    cipher,
    cipherparams: { iv: '83dbcc02d8ccb40e466191a123791e0e' },
    ciphertext: 'd172bf743a674da9cdad04534d56926ef8358534d458fffccd4e6ad2fbde479c',
    kdf: 'scrypt',
    kdfparams: {
      dklen: 32,
      n: 262144,
      r: 1,
      p: 8,
      salt: 'ab0c7876052600dd703518d6fc3fe8984592145b591fc8fb5c6d43190334ba19',
    },
    mac: '2103ac29920d71da29f15d75b4a16dbe95cfd7ff8faea1056c33131d846e3097',
  },
}

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'openledger-keystore-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const write = (name: string, value: unknown) => {
  const file = join(folder, name)
  writeFileSync(file, typeof value === 'string' ? value : JSON.stringify(value))
  return file
}

test.each(Object.entries(vectors))('the published %s vector opens', async (name, crypto) => {
  const file = write(name, { version: 3, id: '3198bc9c-6672-5ab3-d995-4942343ae5b6', crypto })
  expect(await readKeystore(file, PASSWORD)).toBe(KEY)
})

test('another password is refused', async () => {
  const file = write('pbkdf2', { version: 3, crypto: vectors.pbkdf2 })
  await expect(readKeystore(file, 'other')).rejects.toMatchObject({ code: 'CHAIN_KEYSTORE_INVALID' })
})

test('what is no keystore is refused without a word of its content', async () => {
  for (const value of ['', '{', { version: 3 }, { version: 1, crypto: vectors.scrypt }, `"${KEY}"`]) {
    const error: unknown = await readKeystore(write('none', value), PASSWORD).catch((reason: unknown) => reason)
    expect(error).toMatchObject({ code: 'CHAIN_KEYSTORE_INVALID' })
    expect(String(error)).not.toContain(KEY.slice(2))
  }
  await expect(readKeystore(join(folder, 'nowhere'), PASSWORD)).rejects.toMatchObject({
    code: 'CHAIN_KEYSTORE_INVALID',
  })
})
