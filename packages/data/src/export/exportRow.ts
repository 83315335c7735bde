import { recordContentSchema } from '../record/recordContent.ts'

/** A record of a version as files have it; what is not of its kind, or was withdrawn, is null. */
export type ExportRow = {
  readonly position: number
  readonly commitment: string
  readonly contributor: string
  readonly kind: string | null
  readonly withdrawn: boolean
  readonly prompts: readonly string[] | null
  readonly answer: string | null
  readonly title: string | null
  readonly text: string | null
  readonly url: string | null
}

/** Names of the columns, in the order that files have them. */
export const EXPORT_COLUMNS = [
  'position',
  'commitment',
  'contributor',
  'kind',
  'withdrawn',
  'prompts',
  'answer',
  'title',
  'text',
  'url',
] as const satisfies readonly (keyof ExportRow)[]

/** What every file says about itself. */
export type ExportedVersion = {
  readonly datanetId: string
  readonly slug: string
  readonly number: number
  readonly root: string
  readonly dataHash: string
  readonly count: number
}

/**
 * A record's row. Its content may be gone: the row stays, so that a file has as many rows as the version has records.
 *
 * @param content what the record says, opened; null where it is not here any more
 */
export function exportRow(
  facts: Pick<ExportRow, 'position' | 'commitment' | 'contributor' | 'kind' | 'withdrawn'>,
  content: unknown,
): ExportRow {
  const said = recordContentSchema.safeParse(content).data
  const qa = said?.kind === 'qa' ? said : undefined
  const document = said?.kind === 'document' ? said : undefined
  const { position, commitment, contributor, kind, withdrawn } = facts
  return {
    position,
    commitment,
    contributor,
    kind,
    withdrawn,
    prompts: qa?.prompts ?? null,
    answer: qa?.answer ?? null,
    title: document?.title ?? null,
    text: document?.text ?? null,
    url: document?.url ?? null,
  }
}
