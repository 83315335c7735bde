import { reviewModeSchema, reviewPolicySchema } from '@openledger/core/api/reviewPolicy.ts'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { type Command, EXIT } from '../command.ts'
import { cliErrors } from '../errors.ts'
import { openReview } from '../operations/openReview.ts'
import { readWhole } from '../operations/readArguments.ts'
import { showFacts } from '../operations/showFacts.ts'

/** Options that are numbers, and the policy's field of each. */
const NUMBERS = {
  reviews: 'reviews',
  'agreement-bps': 'agreementBps',
  'golden-share-bps': 'goldenShareBps',
  'test-questions': 'testQuestions',
  'test-pass-bps': 'testPassBps',
  'test-retry': 'testRetrySeconds',
  lease: 'leaseSeconds',
  expiries: 'expiriesMax',
  wait: 'waitSeconds',
  decide: 'decideSeconds',
  appeal: 'appealSeconds',
} as const

const defaults = reviewPolicySchema.parse({})

export const command: Command = {
  path: ['review', 'set'],
  summary: 'set how the records of your Datanet are reviewed; what is left out stays as it is',
  usage: 'DATANET --as OWNER [--reviews N] [--mode open|listed|curators] …',
  options: {
    as: { type: 'string', help: 'the account that owns the Datanet' },
    mode: { type: 'string', help: 'who reviews: open (after the test), listed, curators' },
    reviews: { type: 'string', help: `blind reviews a record (default ${defaults.reviews})` },
    'agreement-bps': { type: 'string', help: 'share that must say the same, in 1/10,000' },
    'golden-share-bps': { type: 'string', help: 'golden questions among the tasks, in 1/10,000' },
    'test-questions': { type: 'string', help: 'questions of the test before the first task; 0: none' },
    'test-pass-bps': { type: 'string', help: 'share of the test to be right, in 1/10,000' },
    'test-retry': { type: 'string', help: 'seconds until a failed test may be taken again' },
    lease: { type: 'string', help: 'seconds for one task' },
    expiries: { type: 'string', help: 'tasks of a record that may run out before somebody decides' },
    wait: { type: 'string', help: 'seconds that a record waits for its reviews before somebody decides' },
    decide: { type: 'string', help: 'seconds for curators to decide, then for the owner' },
    appeal: { type: 'string', help: 'seconds to appeal against a refusal' },
  },
  run: async (context) => {
    const { datanetId, review } = await openReview(context)
    const { policy: before } = await review.get(datanetId)
    const numbers = Object.entries(NUMBERS).flatMap(([option, field]) =>
      context.values[option] === undefined ? [] : [[field, readWhole(context.values, option, 31_536_000)] as const],
    )
    const mode = context.values['mode']
    const known = mode === undefined ? undefined : reviewModeSchema.safeParse(mode)
    if (known?.success === false) throw new OpenLedgerError(cliErrors.CLI_USAGE, '--mode is open, listed or curators')
    const policy = await review.setPolicy(datanetId, {
      ...before,
      ...Object.fromEntries(numbers),
      ...(known === undefined ? {} : { mode: known.data }),
    })
    showFacts(
      context,
      policy,
      Object.entries(policy).map(([name, value]) => [name, String(value)] as const),
    )
    return EXIT.ok
  },
}
