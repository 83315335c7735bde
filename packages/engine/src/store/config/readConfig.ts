import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { z } from 'zod'
import { storeErrors } from '../errors.ts'
import { plainText } from '../plainText.ts'
import { type AuthoredConfig, authoredConfigSchema } from './adapterConfig.ts'
import { CODE_FIELDS, HARMLESS_FIELDS, REFUSED_FIELDS } from './refusedFields.ts'

/** Null, false and empty values say nothing; PEFT writes them for what is not used. */
const saysNothing = (value: unknown): boolean =>
  value === null ||
  value === false ||
  value === '' ||
  (typeof value === 'object' && value !== null && Object.keys(value).length === 0)

/**
 * Reads an adapter_config.json. Every field is either known to be harmless, kept, or refused with its reason.
 * @param text the file
 * @throws ADAPTER_UNSUPPORTED, ADAPTER_CONFIG_NAMES_CODE, ADAPTER_CONFIG_INVALID
 */
export function readConfig(text: string): AuthoredConfig {
  const fields = Object.entries(parseObject(text))
  const kept = fields.filter(([name, value]) => {
    if (name in authoredConfigSchema.shape) return true
    if (saysNothing(value) || HARMLESS_FIELDS.includes(name)) return false
    if (Object.hasOwn(CODE_FIELDS, name)) {
      if (value === CODE_FIELDS[name]) return false
      throw new OpenLedgerError(
        storeErrors.ADAPTER_CONFIG_NAMES_CODE,
        `The configuration’s ${name} names code to import.`,
      )
    }
    const reason = Object.hasOwn(REFUSED_FIELDS, name) ? REFUSED_FIELDS[name] : undefined
    if (reason !== undefined) throw unsupported(`${name} is set: ${reason}`)
    throw invalid(`has the unknown field ${name}`)
  })
  const values = Object.fromEntries(kept)
  refuseOtherKinds(values)
  const parsed = authoredConfigSchema.safeParse(values)
  if (parsed.success) return parsed.data
  throw invalid(`is wrong: ${z.prettifyError(parsed.error)}`)
}

/** Known values of kept fields that mean something other than plain LoRA are told apart from nonsense. */
function refuseOtherKinds(values: Record<string, unknown>): void {
  const { peft_type, task_type, bias, init_lora_weights, target_modules } = values
  if (typeof peft_type === 'string' && peft_type !== 'LORA') throw unsupported(`it is ${peft_type}, not LORA`)
  if (typeof task_type === 'string' && task_type !== 'CAUSAL_LM') throw unsupported(`it is made for ${task_type}`)
  if (bias === 'all' || bias === 'lora_only') throw unsupported('it changes biases')
  if (typeof init_lora_weights === 'string' && !['gaussian', 'eva', 'orthogonal'].includes(init_lora_weights)) {
    throw unsupported(`its start (${init_lora_weights}) changed the base model’s own weights`)
  }
  if (typeof target_modules === 'string' && target_modules !== 'all-linear') {
    throw unsupported('target_modules is a pattern; list the names instead')
  }
}

function parseObject(text: string): object {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (cause) {
    throw invalid('is not JSON', cause)
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value
  throw invalid('is not an object')
}

function unsupported(why: string): OpenLedgerError {
  return new OpenLedgerError(
    storeErrors.ADAPTER_UNSUPPORTED,
    `The adapter cannot be served exactly: ${plainText(why)}.`,
  )
}

function invalid(why: string, cause?: unknown): OpenLedgerError {
  return new OpenLedgerError(storeErrors.ADAPTER_CONFIG_INVALID, `adapter_config.json ${plainText(why)}.`, { cause })
}
