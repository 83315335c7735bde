import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { gatewayErrors } from '../errors.ts'
import { fileErrors } from './errors.ts'

/** A file as a form brings it. */
export type FormFile = { readonly name: string; readonly bytes: Uint8Array }

/**
 * Reads the form that OpenAI's clients send a training file with. Fields that would have an effect there and none here are
 * refused.
 *
 * @throws FILE_FORM_INVALID, REQUEST_UNSUPPORTED_PARAMETER
 */
export async function readForm(bytes: Uint8Array, headers: Headers): Promise<FormFile> {
  const invalid = (what: string, param: string, cause?: unknown): never => {
    throw new OpenLedgerError(fileErrors.FILE_FORM_INVALID, what, { details: { param }, cause })
  }
  const type = headers.get('content-type') ?? ''
  if (!type.toLowerCase().startsWith('multipart/form-data')) invalid('The body is not multipart/form-data.', 'file')
  const form = await new Response(new Uint8Array(bytes), { headers: { 'content-type': type } })
    .formData()
    .catch((cause: unknown) => invalid('The form cannot be read.', 'file', cause))
  const unknown = [...form.keys()].find((name) => name !== 'file' && name !== 'purpose')
  if (unknown !== undefined) {
    const param = unknown.slice(0, 64)
    throw new OpenLedgerError(gatewayErrors.REQUEST_UNSUPPORTED_PARAMETER, `In the form, unknown field ${param}.`, {
      details: { param },
    })
  }
  const [file, ...more] = form.getAll('file')
  if (!(file instanceof File) || more.length > 0) return invalid('The form has no field file, or several.', 'file')
  if (form.getAll('purpose').join() !== 'fine-tune') invalid('The only purpose of files here is fine-tune.', 'purpose')
  const name = file.name.replaceAll(/[^\p{L}\p{N}._ -]/gu, '_').slice(0, 200)
  return { name: name === '' ? 'file.jsonl' : name, bytes: new Uint8Array(await file.arrayBuffer()) }
}
