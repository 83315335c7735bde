import { createCompletion } from '@openledger/core/api/completions.ts'
import { completionAnswer } from '../../answers/completionAnswer.ts'
import { writeChoices } from '../../answers/writeChoices.ts'
import { answerRequest } from '../../calls/answerRequest.ts'
import { dropNeutralFields, NEUTRAL_IN_COMPLETION } from '../../calls/neutralFields.ts'
import { prepareCompletion, promptsOf } from '../../calls/prepareCompletion.ts'
import { refuseTokenIds } from '../../calls/refuseTokenIds.ts'
import { workOf } from '../../calls/workOf.ts'
import { defineHandler } from '../../http/apiHandler.ts'

/** POST /v1/completions: each choice of each prompt is a call. */
export const handler = defineHandler(
  createCompletion,
  async (context) => {
    const { body, bytes, deps, key } = context
    return answerRequest(context, {
      isStreamed: body.stream === true,
      work: workOf(deps, bytes.length / promptsOf(body).length, body.max_tokens),
      prepare: () => prepareCompletion(deps, body, key),
      write: writeChoices(completionAnswer, body),
    })
  },
  { prepareBody: (body, headers) => dropNeutralFields(refuseTokenIds(body, 'prompt'), headers, NEUTRAL_IN_COMPLETION) },
)
