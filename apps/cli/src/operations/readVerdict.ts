import { type ReviewReason, reviewReasons } from '@openledger/core/api/reviewAnswers.ts'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import type { OptionValues } from '../command.ts'
import { cliErrors } from '../errors.ts'

/**
 * What is said of a record: a positional verdict, `--reason` with a refusal and nothing else, `--note`.
 *
 * @param allowed the verdicts that may be given
 * @throws CLI_USAGE
 */
export function readVerdict<V extends string>(
  value: string | undefined,
  values: OptionValues,
  allowed: readonly V[],
): { readonly verdict: V; readonly reason: ReviewReason | null; readonly note: string | null } {
  const verdict = allowed.find((one) => one === value)
  if (verdict === undefined)
    throw new OpenLedgerError(cliErrors.CLI_USAGE, `the verdict is one of ${allowed.join(', ')}`)
  const reason = reviewReasons.find((one) => one === values['reason']) ?? null
  if ((verdict === 'refuse') !== (reason !== null) || (values['reason'] !== undefined && reason === null))
    throw new OpenLedgerError(
      cliErrors.CLI_USAGE,
      `a refusal, and nothing else, has a --reason: one of ${reviewReasons.join(', ')}`,
    )
  const note = values['note']
  return { verdict, reason, note: typeof note === 'string' && note !== '' ? note : null }
}
