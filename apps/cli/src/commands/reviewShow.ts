import { type Command, EXIT } from '../command.ts'
import { findDatanet } from '../operations/findDatanet.ts'
import { openSession } from '../operations/session.ts'
import { showFacts } from '../operations/showFacts.ts'

export const command: Command = {
  path: ['review', 'show'],
  summary: 'how a Datanet’s records are reviewed, how far that has come, which versions are golden',
  usage: 'DATANET',
  options: {},
  run: async (context) => {
    const { ledger } = await openSession(context.paths)
    const summary = await ledger.review.get((await findDatanet(ledger, context.positionals[0])).datanetId)
    const { policy, records, alpha, versions } = summary
    const golden = versions.filter((version) => version.golden)
    showFacts(context, summary, [
      ...(policy === null
        ? [['policy', 'none: the checks alone decide'] as const]
        : Object.entries(policy).map(([name, value]) => [name, String(value)] as const)),
      ...Object.entries(records).map(([name, count]) => [`records ${name}`, String(count)] as const),
      ['Krippendorff’s α', alpha === null ? 'not known yet' : alpha.toFixed(3)],
      ['golden versions', golden.length === 0 ? 'none' : golden.map(({ number }) => number).join(', ')],
    ])
    return EXIT.ok
  },
}
