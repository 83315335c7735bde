import { join } from 'node:path'
import { revokeRecordsCall } from '@openledger/chain/calls/datanetRegistryCalls.ts'
import { folderContributionStore } from '@openledger/sdk/folderContributionStore.ts'
import { contributeRedacted } from '@openledger/sdk/index.ts'
import { type Command, EXIT } from '../command.ts'
import { needId, needText } from '../operations/readArguments.ts'
import { openSession } from '../operations/session.ts'

export const command: Command = {
  path: ['contribution', 'redact'],
  summary: 'contribute records again without the personal data that was found, and withdraw them as they were',
  usage: 'CONTRIBUTION --as ACCOUNT [--keep]',
  options: {
    as: { type: 'string', help: 'the contributor' },
    keep: { type: 'boolean', help: 'leave the records as they were where they are' },
  },
  details:
    'What comes in place of personal data: [email], [phone] and so on (`contribution findings --json` shows it).\nWithdrawn records stay out of new versions and their content is erased here; their commitments stay.',
  run: async ({ values, positionals, terminal, paths, json, signal }) => {
    const contributionId = needId(positionals[0], 'the contribution’s id')
    const session = await openSession(paths)
    const { ledger, account, wallet } = await session.actor(needText(values, 'as'))
    const store = folderContributionStore(join(paths.home, 'contributions'))
    const { contribution, replaced } = await contributeRedacted(
      ledger,
      { contributionId, account, store },
      { signal, timeoutMs: 600_000 },
    )
    const withdrawn = values['keep'] !== true
    if (withdrawn) {
      const call = revokeRecordsCall(session.chain.addresses, contribution.datanetId, replaced)
      await wallet.send(call, 'Withdrawing the records as they were')
    }
    if (json) terminal.out(JSON.stringify({ contribution, replaced, withdrawn }, null, 2))
    else {
      for (const { index, verdict, code, reason } of contribution.records)
        terminal.out(`${index + 1}  ${verdict} ${code ?? ''} ${reason ?? ''}`.trimEnd())
      terminal.out(
        `${replaced.length} records contributed without personal data as ${contribution.contributionId}, ${withdrawn ? 'and withdrawn as they were' : 'and kept as they were'}`,
      )
    }
    return EXIT.ok
  },
}
