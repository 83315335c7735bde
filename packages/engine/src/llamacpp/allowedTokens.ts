import { setImmediate as turn } from 'node:timers/promises'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import type { Token } from 'node-llama-cpp'
import { engineErrors } from '../errors.ts'
import type { Candidate } from '../sampling/pickToken.ts'

/** Candidates that are tried in any case; beyond them only until one is allowed. */
const TRIED = 256
/** A trial takes microseconds for each reading that the answer may have: other calls get their turn after so long. */
const TURN_ms = 5
/** Longest search for one token. */
const PATIENCE_ms = 10_000

/**
 * The candidates that a grammar allows, in their order.
 *
 * @param candidates likeliest first
 * @param options.count how many are enough
 * @throws ENGINE_OUTPUT_TOO_SLOW
 */
export async function allowedTokens(
  candidates: readonly Candidate[],
  grammar: { readonly allows: (token: Token) => boolean },
  options: { readonly count: number; readonly patience_ms?: number },
): Promise<Candidate[]> {
  const { count, patience_ms = PATIENCE_ms } = options
  const started = performance.now()
  let turned = started
  const allowed: Candidate[] = []
  for (const [tried, candidate] of candidates.entries()) {
    if (tried >= TRIED && allowed.length > 0) break
    if (grammar.allows(candidate.token as Token)) allowed.push(candidate)
    if (allowed.length === count) break
    const now = performance.now()
    if (now - started > patience_ms)
      throw new OpenLedgerError(
        engineErrors.ENGINE_OUTPUT_TOO_SLOW,
        `After ${patience_ms} ms no token was found that goes on with the answer.`,
      )
    if (now - turned < TURN_ms) continue
    await turn()
    turned = performance.now()
  }
  return allowed
}
