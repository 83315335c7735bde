import {
  type ExportFormat,
  exportVersion,
  getChangelog,
  getCroissant,
  getHistograms,
  getRecord,
  listChanges,
  listVersionRecords,
} from '@openledger/core/api/versions.ts'
import { type AuthzRow, defineRows } from '../row.ts'
import type { AuthzWorld } from '../world.ts'

/** Who reads all of a private Datanet; an ended grant reads nothing. */
const readers: AuthzRow['outcomes'] = {
  owner: 'allowed',
  curator: 'allowed',
  developer: 'allowed',
  lapsedDeveloper: 'CONTENT_GRANT_ENDED',
  revokedDeveloper: 'CONTENT_GRANT_ENDED',
  nobody: 'CONTENT_SIGN_IN',
  anyone: 'CONTENT_NOT_GRANTED',
}
/** The same of the reviewed Datanet, from which nobody has a grant. */
const ownReaders: AuthzRow['outcomes'] = {
  owner: 'allowed',
  curator: 'allowed',
  contributor: 'allowed',
  nobody: 'CONTENT_SIGN_IN',
  anyone: 'CONTENT_NOT_GRANTED',
}
const secrets = ['content', 'personal'] as const
const version = ({ datanetId }: AuthzWorld, rest: string) => ({ path: `/v1/datanets/${datanetId}/versions/1${rest}` })

const exported = (format: ExportFormat, sees: AuthzRow['sees']): AuthzRow => ({
  route: exportVersion,
  object: `the private Datanet’s version as ${format}`,
  ask: (world) => version(world, `/export?format=${format}`),
  outcomes: readers,
  ...(sees && { sees }),
})
const all = { owner: secrets, curator: secrets, developer: secrets }

export const rows = defineRows([
  {
    route: listVersionRecords,
    object: 'facts of the private Datanet’s version',
    ask: (world) => version(world, '/records'),
    outcomes: { anyone: 'allowed' },
  },
  {
    route: listVersionRecords,
    object: 'what records of the private Datanet’s version say',
    ask: (world) => version(world, '/records?content=1'),
    outcomes: readers,
    sees: all,
  },
  {
    route: listVersionRecords,
    object: 'a search in the private Datanet’s version',
    ask: (world) => version(world, '/records?search=floor'),
    outcomes: readers,
  },
  {
    route: listVersionRecords,
    object: 'what the contributor’s records say',
    ask: (world) => version(world, `/records?content=1&contributor=${world.address('contributor')}`),
    outcomes: { ...readers, contributor: 'allowed' },
    sees: { ...all, contributor: secrets },
  },
  exported('jsonl', all),
  exported('csv', all),
  exported('parquet', all),
  exported('hf', all),
  {
    route: exportVersion,
    object: 'the card of the private Datanet’s version',
    ask: (world) => version(world, '/export?format=readme'),
    outcomes: { anyone: 'allowed' },
  },
  {
    route: getCroissant,
    object: 'the private Datanet’s version',
    ask: (world) => version(world, '/croissant'),
    outcomes: { anyone: 'allowed' },
  },
  {
    route: getHistograms,
    object: 'the private Datanet’s version',
    ask: (world) => version(world, '/histograms'),
    outcomes: { anyone: 'allowed' },
  },
  {
    route: listChanges,
    object: 'the private Datanet’s version',
    ask: (world) => version(world, '/changes?change=added'),
    outcomes: { anyone: 'allowed' },
  },
  {
    route: getChangelog,
    object: 'the private Datanet',
    ask: ({ datanetId }) => ({ path: `/v1/datanets/${datanetId}/changelog` }),
    outcomes: { anyone: 'allowed' },
  },
  {
    route: getRecord,
    object: 'facts of a private record, to which the hash of what it says does not belong',
    ask: ({ commitments }) => ({ path: `/v1/records/${commitments[0]}` }),
    outcomes: { anyone: 'allowed' },
  },
  {
    route: getRecord,
    object: 'what a private record says',
    ask: ({ commitments }) => ({ path: `/v1/records/${commitments[0]}?content=1` }),
    outcomes: { ...readers, contributor: 'allowed' },
    sees: {
      owner: ['content', 'recordHash'],
      curator: ['content', 'recordHash'],
      developer: ['content', 'recordHash'],
      contributor: ['content', 'recordHash'],
    },
  },
  {
    route: getRecord,
    object: 'what a withdrawn record said, which is gone for all',
    ask: ({ commitments }) => ({ path: `/v1/records/${commitments[2]}?content=1` }),
    outcomes: { ...readers, contributor: 'allowed' },
  },
  {
    route: getRecord,
    object: 'what a record under review says, of which its reviewer has no more than the task',
    ask: ({ reviewed }) => ({ path: `/v1/records/${reviewed.refused}?content=1` }),
    outcomes: ownReaders,
    sees: { owner: ['refusedContent'], curator: ['refusedContent'], contributor: ['refusedContent'] },
  },
])
