import { type ChatRequest, createChatCompletion } from '@openledger/core/api/chat.ts'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { answerStream } from '../../calls/answerStream.ts'
import { answerWhole } from '../../calls/answerWhole.ts'
import { dropToolKeywords } from '../../calls/dropToolKeywords.ts'
import { dropNeutralFields } from '../../calls/neutralFields.ts'
import type { Payer } from '../../calls/payer.ts'
import { payerOf } from '../../calls/payerOf.ts'
import { prepareCall } from '../../calls/prepareCall.ts'
import { repeatAnswer } from '../../calls/repeatAnswer.ts'
import { runCall } from '../../calls/runCall.ts'
import { setRateHeaders } from '../../calls/setRateHeaders.ts'
import { gatewayErrors } from '../../errors.ts'
import type { GatewayServices } from '../../gatewayServices.ts'
import { defineHandler } from '../../http/apiHandler.ts'

/**
 * POST /v1/chat/completions: reserve the most it can cost, generate, settle what was produced.
 *
 * Without an API key it is paid for by x402, before it is answered.
 *
 * With the header `idempotency-key`, or paid by x402, the same request sent again gets the first one's answer and is not
 * charged. A whole answer under such a name is made to the end even if the caller hangs up, so that there is one to be
 * had; a stream is cut as ever.
 */
export const handler = defineHandler(
  createChatCompletion,
  async (request) => {
    const { body, bytes, signal, answerHeaders, deps } = request
    const leave = deps.openCalls.enter()
    let exit: (() => void) | undefined
    let payer: Payer | undefined
    try {
      payer = await payerOf(request)
      const { account, idempotency, onEnd } = payer
      const work = workOf(body, bytes.length, deps.models.defaultMaxTokens)
      exit = await waitForTurn(deps, account, payer.pay === undefined ? work : bytes.length / 4, signal)
      const prepared = await prepareCall(deps, body)
      if (idempotency !== undefined && prepared.topLogprobs != null) {
        throw new OpenLedgerError(
          gatewayErrors.REQUEST_INVALID,
          'logprobs do not go with an Idempotency-Key or x402: log-probabilities are not kept for a second answer.',
          { details: { param: 'logprobs' } },
        )
      }
      if (payer.pay !== undefined) {
        exit()
        exit = undefined
        exit = await payer.pay(prepared, (wallet) => waitForTurn(deps, wallet, work, signal))
      }
      const onRate = (verdict: Parameters<typeof setRateHeaders>[1]) => setRateHeaders(answerHeaders, verdict)
      const { call, earlier } = await payer.reserve(prepared, onRate)
      answerHeaders.set('x-openledger-call-id', call.callId)
      if (earlier !== undefined) answerHeaders.set('x-openledger-repeated', 'true')
      const isStreamed = body.stream === true
      const cuts = isStreamed || idempotency === undefined ? [signal] : []
      const hangUp = new AbortController()
      const until = AbortSignal.any([...cuts, hangUp.signal])
      const over = exit
      const events = earlier ? repeatAnswer(earlier) : runCall(deps, call, until, () => [over(), onEnd()])
      // The call has its place until it ends, whoever still listens.
      if (earlier === undefined) exit = undefined
      if (!isStreamed) return answerWhole(call, events, deps.clock.now())
      return answerStream(call, events, {
        created_ms: deps.clock.now(),
        includeUsage: body.stream_options?.include_usage === true,
        onHangUp: () => hangUp.abort(),
      })
    } finally {
      exit?.()
      payer?.leave()
      leave()
    }
  },
  { prepareBody: (body, answerHeaders) => dropToolKeywords(dropNeutralFields(body, answerHeaders), answerHeaders) },
)

/** About how many tokens a request is, before anything is counted: four bytes of it to a token, and what it may produce. */
function workOf(body: ChatRequest, bytes: number, defaultMaxTokens: number): number {
  return bytes / 4 + (body.max_completion_tokens ?? body.max_tokens ?? defaultMaxTokens)
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
