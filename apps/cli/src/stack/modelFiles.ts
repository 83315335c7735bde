import { join } from 'node:path'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { z } from 'zod'
import { cliErrors } from '../errors.ts'
import { readJsonFile } from '../home/jsonFile.ts'

const modelsSchema = z.strictObject({
  base: z.strictObject({ id: z.string(), file: z.string(), sha256: z.string().regex(/^[0-9a-f]{64}$/) }),
  embedding: z.strictObject({ id: z.string(), file: z.string() }),
})

/** The model files that the set-up put in place, with absolute paths. @throws CLI_START_FAILED when there are none */
export async function readModelFiles(root: string) {
  const folder = join(root, '.models')
  const models = await readJsonFile(join(folder, 'models.json'), modelsSchema)
  if (models === undefined)
    throw new OpenLedgerError(cliErrors.CLI_START_FAILED, `No models in ${folder}: run ./openledger setup`)
  return {
    base: { ...models.base, file: join(folder, models.base.file) },
    embedding: { ...models.embedding, file: join(folder, models.embedding.file) },
  }
}
