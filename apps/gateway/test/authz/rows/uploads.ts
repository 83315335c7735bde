import {
  completeUpload,
  createUpload,
  deleteUpload,
  getUpload,
  openUploaded,
  putUploadPart,
} from '@openledger/core/api/uploads.ts'
import { freshSalt } from '../freshSalt.ts'
import { defineRows } from '../row.ts'
import { insertParsed } from '../uploadsOf.ts'

export const rows = defineRows([
  {
    route: createUpload,
    object: 'the contributor’s file, which nobody else has committed to',
    ask: ({ file }) => ({ path: '/v1/uploads', body: file }),
    outcomes: { contributor: 'allowed', anyone: 'UPLOAD_NOTHING_COMMITTED' },
  },
  {
    route: getUpload,
    object: 'the contributor’s upload',
    ask: ({ uploadId }) => ({ path: `/v1/uploads/${uploadId}` }),
    outcomes: { contributor: 'allowed', anyone: 'UPLOAD_NOT_FOUND' },
  },
  {
    route: putUploadPart,
    object: 'a part of the contributor’s upload',
    ask: ({ uploadId, fileText }) => ({ path: `/v1/uploads/${uploadId}/parts/0`, body: fileText }),
    outcomes: { contributor: 'allowed', anyone: 'UPLOAD_NOT_FOUND' },
  },
  {
    route: completeUpload,
    object: 'an upload of the contributor of which nothing has come',
    ask: async ({ spareUpload, uploadId }, { person }) => ({
      path: `/v1/uploads/${person === 'contributor' ? await spareUpload() : uploadId}/complete`,
    }),
    outcomes: { contributor: 'UPLOAD_STATUS_WRONG', anyone: 'UPLOAD_NOT_FOUND' },
  },
  {
    route: openUploaded,
    object: 'the contributor’s contribution, by the contributor’s upload, which was not read yet',
    ask: ({ uploadId, reviewed }) => ({
      path: `/v1/uploads/${uploadId}/contributions/${reviewed.waitingContributionId}`,
      body: { first: 0, salts: [freshSalt()] },
    }),
    outcomes: { contributor: 'UPLOAD_STATUS_WRONG', anyone: 'UPLOAD_NOT_FOUND' },
  },
  {
    route: openUploaded,
    object: 'the contributor’s contribution, by a file of one’s own in another Datanet',
    ask: async ({ stack, address, reviewed, datanetId }, { person }) => {
      const uploadId = await insertParsed(stack, address(person === 'nobody' ? 'stranger' : person), datanetId)
      return {
        path: `/v1/uploads/${uploadId}/contributions/${reviewed.waitingContributionId}`,
        body: { first: 0, salts: [freshSalt()] },
      }
    },
    outcomes: { anyone: 'UPLOAD_DIFFERS' },
  },
  {
    route: openUploaded,
    object: 'the contributor’s contribution, by a file of somebody else in the same Datanet',
    ask: async ({ stack, address, reviewed }, { person }) => {
      const who = person === 'nobody' || person === 'contributor' ? 'stranger' : person
      return {
        path: `/v1/uploads/${await insertParsed(stack, address(who), reviewed.datanetId)}/contributions/${reviewed.waitingContributionId}`,
        body: { first: 0, salts: [freshSalt()] },
      }
    },
    outcomes: { contributor: 'UPLOAD_NOT_FOUND', anyone: 'UPLOAD_DIFFERS' },
  },
  {
    route: deleteUpload,
    object: 'an upload of the contributor',
    ask: async ({ spareUpload, uploadId }, { person }) => ({
      path: `/v1/uploads/${person === 'contributor' ? await spareUpload() : uploadId}`,
    }),
    outcomes: { contributor: 'allowed', anyone: 'UPLOAD_NOT_FOUND' },
  },
])
