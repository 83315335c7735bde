import { createCompletion } from '@openledger/core/api/completions.ts'
import { completionAnswer } from '../../answers/completionAnswer.ts'
import { answerRequest } from '../../calls/answerRequest.ts'
import { dropNeutralFields, NEUTRAL_IN_COMPLETION } from '../../calls/neutralFields.ts'
import { prepareCompletion, promptsOf } from '../../calls/prepareCompletion.ts'
import { refuseTokenPrompts } from '../../calls/refuseTokenPrompts.ts'
import { workOf } from '../../calls/workOf.ts'
import { defineHandler } from '../../http/apiHandler.ts'

/** POST /v1/completions: each choice of each prompt is a call. */
export const handler = defineHandler(
  createCompletion,
  async (context) => {
    const { body, bytes, deps } = context
    return answerRequest(context, {
      body,
      work: workOf(deps, bytes.length / promptsOf(body).length, body.max_tokens),
      prepare: () => prepareCompletion(deps, body),
      shape: completionAnswer,
    })
  },
  { prepareBody: (body, headers) => dropNeutralFields(refuseTokenPrompts(body), headers, NEUTRAL_IN_COMPLETION) },
)
