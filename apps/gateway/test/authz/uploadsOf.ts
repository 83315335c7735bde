import { createHash } from 'node:crypto'
import { PARSER_VERSION, uploadSchema } from '@openledger/core/api/uploads.ts'
import type { Hex32 } from '@openledger/core/primitives/hex.ts'
import { uploads } from '@openledger/db/schema/uploads.ts'
import type { LocalAccount } from 'viem'
import { signedRequest } from '../requests.ts'
import type { Stack } from '../stack.ts'
import { freshSalt } from './freshSalt.ts'

/** The file that the contributor is bringing, and how it announces it. */
export function fileOf(datanetId: Hex32, fileText: string) {
  const bytes = new TextEncoder().encode(fileText)
  return {
    datanetId,
    sha256: createHash('sha256').update(bytes).digest('hex'),
    bytes: bytes.length,
    parse: { parser: PARSER_VERSION, path: 'tower.jsonl' },
  }
}

/** Announces a file; `path` makes another upload of the same bytes. */
export async function announce(stack: Stack, account: LocalAccount, file: ReturnType<typeof fileOf>, path?: string) {
  const parse = { ...file.parse, path: path ?? file.parse.path }
  const answer = await signedRequest(stack.url, account, 'POST', '/v1/uploads', { ...file, parse })
  return uploadSchema.parse(answer.json).uploadId
}

/** A file of somebody that was read already, as a row: only contributions decide whether they get as far. */
export async function insertParsed({ db }: Stack, account: `0x${string}`, datanetId: Hex32): Promise<string> {
  const id = crypto.randomUUID()
  const expiresAt = new Date(Date.now() + 3_600_000)
  const row = { id, key: freshSalt(), account, datanetId, sha256: '0'.repeat(64), bytes: 1n, parse: {}, records: 1 }
  await db.insert(uploads).values({ ...row, status: 'parsed', expiresAt })
  return id
}
