import type { ReviewContent } from '@openledger/core/api/reviewTasks.ts'
import type { Hex32 } from '@openledger/core/primitives/hex.ts'
import type { OpenLedger } from '@openledger/sdk/index.ts'
import type { CommandContext } from '../command.ts'
import { findDatanet } from './findDatanet.ts'
import { needText } from './readArguments.ts'
import { openSession } from './session.ts'

/**
 * The review of the Datanet that a command names first, as its `--as` account sees it.
 *
 * @throws CLI_USAGE, CLI_NOT_RUNNING
 */
export async function openReview({
  values,
  positionals,
  paths,
}: Pick<CommandContext, 'values' | 'positionals' | 'paths'>): Promise<{
  readonly datanetId: Hex32
  readonly slug: string
  readonly review: OpenLedger['review']
}> {
  const session = await openSession(paths)
  const { ledger } = await session.actor(needText(values, 'as'))
  const { datanetId, slug } = await findDatanet(ledger, positionals[0])
  return { datanetId, slug, review: ledger.review }
}

/** A record's words as lines of a terminal: control characters are shown, not obeyed. */
export function contentLines(content: ReviewContent): string[] {
  const lines =
    content.kind === 'qa'
      ? [...content.prompts.map((prompt) => `asked   ${prompt}`), `answer  ${content.answer}`]
      : [`title   ${content.title}`, ...content.text.split('\n'), `source  ${content.url}`]
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is made visible
  return lines.map((line) => `  ${line.replaceAll(/[\u0000-\u001f\u007f-\u009f]/g, '\ufffd')}`)
}
