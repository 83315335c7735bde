import {
  type CheckSettings,
  checkSettingsSchema,
  personalDataKinds,
  personalDataPolicySchema,
} from '@openledger/core/api/checks.ts'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { type Command, EXIT, type OptionValues } from '../command.ts'
import { cliErrors } from '../errors.ts'
import { needId } from '../operations/readArguments.ts'
import { openSession } from '../operations/session.ts'
import { showFacts } from '../operations/showFacts.ts'

/** Between looks at how far the records are checked, ms. */
const LOOK_MS = 300

export const command: Command = {
  path: ['datanet', 'checks'],
  summary: 'what a Datanet asks of its records; with --as, its owner sets it',
  usage:
    'DATANET [--languages en,de] [--refuse KINDS] [--mark KINDS] [--ignore KINDS] [--redaction offered|none] [--as OWNER]',
  options: {
    languages: { type: 'string', help: 'ISO 639-1 codes that are taken, with commas; any: all' },
    refuse: { type: 'string', help: 'kinds of personal data that keep a record out, with commas' },
    redaction: { type: 'string', help: 'offered or none: whether contributors get records without personal data' },
    mark: { type: 'string', help: 'kinds that mark it' },
    ignore: { type: 'string', help: 'kinds that do nothing' },
    as: { type: 'string', help: 'the account that owns the Datanet' },
  },
  details: `Kinds of personal data: ${personalDataKinds.join(', ')}. What is not named stays as it is. Records that are there are checked anew.`,
  run: async (context) => {
    const { values, positionals, paths } = context
    const datanetId = needId(positionals[0], 'the Datanet’s id')
    const session = await openSession(paths)
    const before = await session.ledger.getCheckSettings(datanetId)
    const as = values['as']
    let settings =
      typeof as === 'string'
        ? await (await session.actor(as)).ledger.setCheckSettings(datanetId, changed(before, values))
        : before
    // Who sets them waits for the records; Ctrl-C leaves the gateway at it.
    while (typeof as === 'string' && settings.recheck !== null && !context.signal.aborted) {
      const { checked, of } = settings.recheck
      context.terminal.tick(`${checked} of ${of} records checked`)
      await new Promise((resolve) => setTimeout(resolve, LOOK_MS))
      settings = await session.ledger.getCheckSettings(datanetId)
    }
    const { languages, personalData, offersRedaction, recheck } = settings
    showFacts(context, settings, [
      ['languages', languages.length === 0 ? 'any' : languages.join(', ')],
      ...personalDataKinds.map((kind) => [kind, personalData[kind]] as const),
      ['redaction', offersRedaction ? 'offered' : 'not offered'],
      ['records', recheck === null ? 'checked' : `being checked, ${recheck.checked} of ${recheck.of}`],
    ])
    return EXIT.ok
  },
}

function changed(before: CheckSettings, values: OptionValues): CheckSettings {
  const list = (name: string) => {
    const value = values[name]
    return typeof value === 'string' ? value.split(',').map((one) => one.trim()) : undefined
  }
  const policies = personalDataPolicySchema.options.flatMap((policy) =>
    (list(policy) ?? []).map((kind) => [kind, policy] as const),
  )
  const unknown = policies.find(([kind]) => !personalDataKinds.some((known) => known === kind))
  if (unknown !== undefined)
    throw new OpenLedgerError(
      cliErrors.CLI_USAGE,
      `${unknown[0]} is no kind of personal data: ${personalDataKinds.join(', ')}`,
    )
  const redaction = values['redaction']
  if (redaction !== undefined && redaction !== 'offered' && redaction !== 'none')
    throw new OpenLedgerError(cliErrors.CLI_USAGE, '--redaction takes offered or none')
  const languages = list('languages')
  const parsed = checkSettingsSchema.safeParse({
    ...before,
    ...(redaction === undefined ? {} : { offersRedaction: redaction === 'offered' }),
    ...(languages === undefined ? {} : { languages: languages.join() === 'any' ? [] : languages }),
    personalData: { ...before.personalData, ...Object.fromEntries(policies) },
  })
  if (parsed.success) return parsed.data
  throw new OpenLedgerError(cliErrors.CLI_USAGE, '--languages takes ISO 639-1 codes in lower case, e.g. en,de')
}
