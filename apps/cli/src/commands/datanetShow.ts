import { type Command, EXIT } from '../command.ts'
import { findDatanet } from '../operations/findDatanet.ts'
import { openSession } from '../operations/session.ts'
import { showFacts } from '../operations/showFacts.ts'

export const command: Command = {
  path: ['datanet', 'show'],
  summary: 'one Datanet: whose it is, its terms, records and versions',
  usage: 'DATANET',
  options: {},
  details: 'DATANET is its id, or its name where no other has the same.',
  run: async (context) => {
    const { ledger } = await openSession(context.paths)
    const datanet = await findDatanet(ledger, context.positionals[0])
    const { description, terms, licence, limits } = await ledger.getDatanetTexts(datanet.datanetId)
    const limit = (count: number) => (count === 0 ? 'no limit' : `${count} records`)
    const { accepted, marked, refused, pending } = datanet.records
    showFacts(context, { ...datanet, description, terms: licence.text ?? terms, limits }, [
      ['name', datanet.slug],
      ['title', description?.title ?? 'not brought here'],
      ['id', datanet.datanetId],
      ['owner', datanet.owner],
      ['treasury', datanet.treasury],
      ['cut of its records’ income', `${datanet.rateBps / 100} %`],
      ['curators', datanet.curators.map(({ account, bps }) => `${account} ${bps / 100} %`).join(', ') || 'none'],
      ['licence', datanet.licence || 'none named'],
      ['limits for one account', `${limit(limits.recordsInAll)} in all, ${limit(limits.recordsADay)} a day`],
      ['records', `${accepted} accepted, ${marked} marked, ${refused} refused, ${pending} pending`],
      ...datanet.versions.map(({ number, root, count }) => [`version ${number}`, `${root}, ${count} records`] as const),
    ])
    return EXIT.ok
  },
}
