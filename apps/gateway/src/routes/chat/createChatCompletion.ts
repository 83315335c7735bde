import { createChatCompletion } from '@openledger/core/api/chat.ts'
import { chatAnswer } from '../../answers/chatAnswer.ts'
import { writeChoices } from '../../answers/writeChoices.ts'
import { answerRequest } from '../../calls/answerRequest.ts'
import { dropToolKeywords } from '../../calls/dropToolKeywords.ts'
import { dropNeutralFields, NEUTRAL_IN_CHAT } from '../../calls/neutralFields.ts'
import { prepareChat } from '../../calls/prepareChat.ts'
import { workOf } from '../../calls/workOf.ts'
import { defineHandler } from '../../http/apiHandler.ts'

/** POST /v1/chat/completions: each choice of the answer is a call. */
export const handler = defineHandler(
  createChatCompletion,
  async (context) => {
    const { body, bytes, deps, key } = context
    return answerRequest(context, {
      isStreamed: body.stream === true,
      work: workOf(deps, bytes.length, body.max_completion_tokens ?? body.max_tokens),
      prepare: () => prepareChat(deps, body, key),
      write: writeChoices(chatAnswer, body),
    })
  },
  { prepareBody: (body, headers) => dropToolKeywords(dropNeutralFields(body, headers, NEUTRAL_IN_CHAT), headers) },
)
