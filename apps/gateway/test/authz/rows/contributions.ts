import { getFindings } from '@openledger/core/api/checks.ts'
import {
  getContribution,
  listContributions,
  submitContribution,
  uploadRecords,
} from '@openledger/core/api/contributions.ts'
import { jsonl, prepareBatch } from '../../contribution.ts'
import { freshSalt } from '../freshSalt.ts'
import { defineRows } from '../row.ts'

const content = { kind: 'qa', prompts: ['Who signs this batch?'], answer: 'The stranger signs it for somebody else.' }

export const rows = defineRows([
  {
    route: submitContribution,
    object: 'a batch in the contributor’s name that the stranger signed',
    ask: async ({ stack, datanetId, account, address }) => {
      const { path, body } = await prepareBatch(stack, datanetId, account('stranger'), [content])
      return { path, body: { ...body, contributor: address('contributor') } }
    },
    outcomes: { anyone: 'SIGNATURE_WRONG_SIGNER' },
  },
  {
    route: getContribution,
    object: 'the contributor’s contribution',
    ask: ({ contributionId }) => ({ path: `/v1/contributions/${contributionId}` }),
    outcomes: { anyone: 'allowed' },
  },
  {
    route: uploadRecords,
    object: 'content that opens nothing, to the contributor’s contribution',
    ask: ({ contributionId }) => ({
      path: `/v1/contributions/${contributionId}/records`,
      body: jsonl([{ index: 0, salt: freshSalt(), content }]),
    }),
    outcomes: { anyone: 'UPLOAD_COMMITMENT_MISMATCH' },
  },
  {
    route: listContributions,
    object: 'what came to the owner’s Datanet: all of it for the owner, their own for others',
    ask: ({ datanetId }) => ({ path: `/v1/datanets/${datanetId}/contributions` }),
    outcomes: { anyone: 'allowed' },
  },
  {
    route: getFindings,
    object: 'the contributor’s contribution',
    ask: ({ contributionId }) => ({ path: `/v1/contributions/${contributionId}/findings` }),
    outcomes: { contributor: 'allowed', owner: 'allowed', anyone: 'AUTH_FORBIDDEN' },
  },
])
