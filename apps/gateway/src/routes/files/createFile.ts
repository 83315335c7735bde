import { createFile, FILE_BYTES_MAX } from '@openledger/core/api/files.ts'
import { readForm } from '../../files/readForm.ts'
import { storeFile, toApiFile } from '../../files/trainingFile.ts'
import { defineHandler } from '../../http/apiHandler.ts'

/** What a form adds to its file. */
const FORM_BYTES = 16_384

/** POST /v1/files: keeps a training file, sealed. */
export const handler = defineHandler(
  createFile,
  async ({ account, bytes, headers, deps }) =>
    toApiFile(await storeFile(deps, account, await readForm(bytes, headers))),
  { bodyBytesMax: FILE_BYTES_MAX + FORM_BYTES },
)
