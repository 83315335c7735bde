import { createEmbedding } from '@openledger/core/api/embeddings.ts'
import { writeEmbeddings } from '../../answers/writeEmbeddings.ts'
import { answerRequest } from '../../calls/answerRequest.ts'
import { dropNeutralFields, NEUTRAL_IN_EMBEDDING } from '../../calls/neutralFields.ts'
import { prepareEmbedding } from '../../calls/prepareEmbedding.ts'
import { refuseTokenIds } from '../../calls/refuseTokenIds.ts'
import { defineHandler } from '../../http/apiHandler.ts'

/** POST /v1/embeddings: one call for all texts of the request. */
export const handler = defineHandler(
  createEmbedding,
  async (context) => {
    const { body, bytes, deps } = context
    return answerRequest(context, {
      isStreamed: false,
      work: bytes.length / 4,
      prepare: () => prepareEmbedding(deps, body),
      write: writeEmbeddings(body),
    })
  },
  { prepareBody: (body, headers) => dropNeutralFields(refuseTokenIds(body, 'input'), headers, NEUTRAL_IN_EMBEDDING) },
)
