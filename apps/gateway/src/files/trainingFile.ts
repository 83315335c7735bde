import { randomBytes } from 'node:crypto'
import type { TrainingFile } from '@openledger/core/api/files.ts'
import type { Address } from '@openledger/core/api/primitives.ts'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { hashText } from '@openledger/core/primitives/hash.ts'
import { trainingFiles } from '@openledger/db/schema/trainingFiles.ts'
import { and, desc, eq } from 'drizzle-orm'
import type { GatewayServices } from '../gatewayServices.ts'
import { fileErrors } from './errors.ts'
import { readExamples } from './readExamples.ts'
import type { FormFile } from './readForm.ts'

/** A file that was uploaded, as the table has it; its text is sealed. */
export type FileRow = typeof trainingFiles.$inferSelect

type Services = Pick<GatewayServices, 'db' | 'contents'>

/** Files that an account may have at once. */
const FILES_MAX = 100

/** An account's files are sealed under a key of its own, each bound to its id. */
const placeOf = (account: Address, id: string) => ({
  datanetId: hashText(`files of ${account}`),
  commitment: hashText(id),
})

/**
 * Keeps a training file, sealed.
 * @throws FILE_LINE_INVALID, FILE_EMPTY, FILES_TOO_MANY
 */
export async function storeFile({ db, contents }: Services, account: Address, file: FormFile): Promise<FileRow> {
  const examples = await readExamples(file.bytes)
  if ((await db.$count(trainingFiles, eq(trainingFiles.account, account))) >= FILES_MAX)
    throw new OpenLedgerError(fileErrors.FILES_TOO_MANY, `${account} has ${FILES_MAX} files.`)
  const id = `file-${randomBytes(16).toString('hex')}`
  const content = contents.seal(placeOf(account, id), Buffer.from(file.bytes).toString('utf8'))
  const row = { id, account, filename: file.name, bytes: file.bytes.length, examples: examples.length, content }
  const [stored] = await db.insert(trainingFiles).values(row).returning()
  if (stored === undefined) throw new Error('an insert returns its row')
  return stored
}

/** An own uploaded file; another's is as one that never was. @throws FILE_NOT_FOUND */
export async function findFile({ db }: Pick<Services, 'db'>, account: Address, id: string): Promise<FileRow> {
  const [row] = await db
    .select()
    .from(trainingFiles)
    .where(and(eq(trainingFiles.id, id), eq(trainingFiles.account, account)))
  return row ?? noFile(id)
}

/** @throws FILE_NOT_FOUND */
export function noFile(id: string): never {
  throw new OpenLedgerError(fileErrors.FILE_NOT_FOUND, `There is no file ${id.slice(0, 80)} of yours.`)
}

/** What an own file says. @throws CONTENT_UNSEALING_FAILED */
export function openFile({ contents }: Pick<Services, 'contents'>, { account, id, content }: FileRow): Uint8Array {
  return Buffer.from(String(contents.open(placeOf(account, id), content)), 'utf8')
}

/** The account's uploaded files, newest first. */
export async function ownFiles({ db }: Pick<Services, 'db'>, account: Address): Promise<TrainingFile[]> {
  const { id, filename, bytes, createdAt } = trainingFiles
  const rows = await db
    .select({ id, filename, bytes, createdAt })
    .from(trainingFiles)
    .where(eq(trainingFiles.account, account))
    .orderBy(desc(createdAt), desc(id))
  return rows.map(toApiFile)
}

/** A file in OpenAI's shape. */
export function toApiFile(row: Pick<FileRow, 'id' | 'filename' | 'bytes' | 'createdAt'>): TrainingFile {
  return {
    id: row.id,
    object: 'file',
    bytes: row.bytes,
    created_at: Math.floor(row.createdAt.getTime() / 1000),
    filename: row.filename,
    purpose: 'fine-tune',
    status: 'processed',
  }
}
