import { type Mapping, mappingSchema } from '@openledger/core/api/uploads.ts'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { cliErrors } from '../errors.ts'

/**
 * Reads `--map`: `prompt=COLUMN,answer=COLUMN` (prompt more than once for other wordings) or
 * `text=COLUMN[,title=COLUMN][,url=COLUMN]`.
 *
 * @throws CLI_USAGE
 */
export function readMapping(value: string | boolean | undefined): Mapping | undefined {
  if (value === undefined) return undefined
  const pairs = String(value)
    .split(',')
    .map((pair) => {
      const at = pair.indexOf('=')
      return [pair.slice(0, Math.max(0, at)).trim(), pair.slice(at + 1).trim()] as const
    })
  const prompts = pairs.filter(([name]) => name === 'prompt').map(([, column]) => column)
  const others = pairs.filter(([name]) => name !== 'prompt')
  const once = new Set(others.map(([name]) => name)).size === others.length
  const named = Object.fromEntries(others)
  const mapping = mappingSchema.safeParse(
    prompts.length > 0 ? { kind: 'qa', prompts, ...named } : { kind: 'document', ...named },
  )
  if (mapping.success && once) return mapping.data
  throw new OpenLedgerError(
    cliErrors.CLI_USAGE,
    '--map takes prompt=COLUMN,answer=COLUMN or text=COLUMN,title=COLUMN,url=COLUMN',
  )
}
