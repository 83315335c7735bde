import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import type { OpenedAnswer } from '../answers/answerShape.ts'
import { gatewayErrors } from '../errors.ts'
import type { GatewayServices } from '../gatewayServices.ts'
import type { RawCall } from '../http/apiHandler.ts'
import { parentOf } from '../telemetry/parentOf.ts'
import type { Payer } from './payer.ts'
import { payerOf } from './payerOf.ts'
import type { PreparedCall } from './prepareCall.ts'
import type { Idempotency } from './readIdempotency.ts'
import { repeatAnswers } from './repeatAnswers.ts'
import { runCalls } from './runCalls.ts'
import { setRateHeaders } from './setRateHeaders.ts'

/** Who asks, and how: as much of a request as all generating routes have. */
export type Asker = Pick<RawCall, 'key' | 'url' | 'bytes' | 'headers' | 'signal' | 'answerHeaders' | 'deps'>

/** What is asked, and how its answer is written. */
export type AskedAnswer<Answer> = {
  readonly isStreamed: boolean
  /** About how many tokens the first call is, before anything is counted: read, and at most produced. */
  readonly work: number
  /** Makes the calls ready, one for each choice. */
  readonly prepare: () => Promise<readonly PreparedCall[]>
  readonly write: (opened: OpenedAnswer) => Answer
}

/**
 * The way of every generating route from a request to a paid answer: wait for a turn, prepare the calls, reserve the most
 * that all can cost, generate, settle what was produced.
 *
 * Without an API key it is paid for by x402, once it is known what it can cost.
 *
 * With the header `idempotency-key`, or paid by x402, the same request sent again gets the first one's answer and is not charged. A whole
 * answer under such a name is made to the end even if the caller hangs up, so that there is one to be had; a stream is
 * cut as ever.
 *
 * @throws GATEWAY_*, PAYMENT_*, KEY_*, IDEMPOTENCY_*, CALL_NO_CHANNEL, and what `prepare` throws
 */
export async function answerRequest<Answer>(
  asker: Asker,
  { isStreamed, work, prepare, write }: AskedAnswer<Answer>,
): Promise<Awaited<Answer>> {
  const { signal, answerHeaders, deps, bytes } = asker
  const leave = deps.openCalls.enter()
  let exit: (() => void) | undefined
  let payer: Payer | undefined
  try {
    payer = await payerOf(asker)
    const { idempotency, onEnd } = payer
    let { account } = payer
    exit = await waitForTurn(deps, account, payer.pay === undefined ? work : bytes.length / 4, signal)
    const prepared = await prepare()
    assertRepeatable(prepared, idempotency)
    if (payer.pay !== undefined) {
      exit()
      exit = undefined
      exit = await payer.pay(prepared, (wallet) => {
        account = wallet
        return waitForTurn(deps, account, work, signal)
      })
    }
    const onRate = (verdict: Parameters<typeof setRateHeaders>[1]) => setRateHeaders(answerHeaders, verdict)
    const { calls, earlier } = await payer.reserve(prepared, onRate)
    answerHeaders.set('x-openledger-call-id', calls[0].callId)
    if (earlier !== undefined) answerHeaders.set('x-openledger-repeated', 'true')
    const cuts = isStreamed || idempotency === undefined ? [signal] : []
    const hangUp = new AbortController()
    const until = AbortSignal.any([...cuts, hangUp.signal])
    const running = { payer: account, signal: until, exit, parent: parentOf(asker.headers), onEnd }
    const events = earlier ? repeatAnswers(earlier) : runCalls(deps, calls, running)
    // The first call has its place until it ends, whoever still listens.
    if (earlier === undefined) exit = undefined
    return await write({ calls, events, created_ms: deps.clock.now(), onHangUp: () => hangUp.abort() })
  } finally {
    exit?.()
    payer?.leave()
    leave()
  }
}

/** @throws REQUEST_INVALID */
function assertRepeatable(prepared: readonly PreparedCall[], idempotency: Idempotency | undefined): void {
  if (idempotency === undefined || prepared.every(({ topLogprobs }) => topLogprobs == null)) return
  throw new OpenLedgerError(
    gatewayErrors.REQUEST_INVALID,
    'logprobs do not go with an Idempotency-Key or x402: log-probabilities are not kept for a second answer.',
    { details: { param: 'logprobs' } },
  )
}

/** @throws GATEWAY_OVERLOADED, GATEWAY_STOPPING, GATEWAY_CALLER_GONE */
async function waitForTurn(
  { admission, openCalls }: GatewayServices,
  account: string,
  work: number,
  signal: AbortSignal,
): Promise<() => void> {
  try {
    return await admission.enter(account, work, AbortSignal.any([signal, openCalls.cut]))
  } catch (cause) {
    if (!signal.aborted) throw cause
    throw new OpenLedgerError(gatewayErrors.GATEWAY_CALLER_GONE, 'The caller hung up before the call had its turn.', {
      cause,
    })
  }
}
