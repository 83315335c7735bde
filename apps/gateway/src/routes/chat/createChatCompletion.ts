import { createChatCompletion } from '@openledger/core/api/chat.ts'
import { answerStream } from '../../calls/answerStream.ts'
import { answerWhole } from '../../calls/answerWhole.ts'
import { dropNeutralFields } from '../../calls/neutralFields.ts'
import { prepareCall } from '../../calls/prepareCall.ts'
import { reserveCall } from '../../calls/reserveCall.ts'
import { runCall } from '../../calls/runCall.ts'
import { defineHandler } from '../../http/apiHandler.ts'

/** POST /v1/chat/completions: reserve the most it can cost, generate, settle what was produced. */
export const handler = defineHandler(
  createChatCompletion,
  async ({ body, key, signal, answerHeaders, deps }) => {
    const call = await reserveCall(deps, key, await prepareCall(deps, body))
    answerHeaders.set('x-openledger-call-id', call.callId)
    if (body.stream !== true) return answerWhole(call, runCall(deps, call, signal), deps.clock.now())
    const hangUp = new AbortController()
    const events = runCall(deps, call, AbortSignal.any([signal, hangUp.signal]))
    return answerStream(call, events, {
      created_ms: deps.clock.now(),
      includeUsage: body.stream_options?.include_usage === true,
      onHangUp: () => hangUp.abort(),
    })
  },
  { prepareBody: dropNeutralFields },
)
