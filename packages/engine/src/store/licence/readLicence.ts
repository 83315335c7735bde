import { type adapterLicenceSchema, licenceIdSchema } from '@openledger/core/api/adapters.ts'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import type { z } from 'zod'
import { storeErrors } from '../errors.ts'

type Licence = z.output<typeof adapterLicenceSchema>

/** What cards write where they name none. */
const NO_LICENCE = ['other', 'unknown', 'none', 'unlicensed']
/** Titles that the texts of common licences begin with. */
const TITLES: readonly (readonly [RegExp, string])[] = [
  [/^\s*MIT License\b/i, 'MIT'],
  [/^\s*Apache License\s+Version 2\.0\b/i, 'Apache-2.0'],
  [/^\s*BSD 3-Clause License\b/i, 'BSD-3-Clause'],
  [/^\s*BSD 2-Clause License\b/i, 'BSD-2-Clause'],
]

/**
 * The licence of an adapter: the operator's word, else the model card's, else that of the licence's text.
 * @param said by the operator
 * @param card README.md with its front matter
 * @param text of the licence
 * @throws ADAPTER_LICENCE_UNKNOWN
 */
export function readLicence(said: string | undefined, card: string | undefined, text: string | undefined): Licence {
  const found: readonly (readonly [Licence['from'], string | undefined])[] = [
    ['operator', said],
    ['card', card === undefined ? undefined : licenceOfCard(card)],
    ['file', text === undefined ? undefined : licenceOfText(text)],
  ]
  for (const [from, name] of found) {
    const id = licenceIdSchema.safeParse(name)
    if (id.success && !NO_LICENCE.includes(id.data.toLowerCase())) return { id: id.data, from }
  }
  throw new OpenLedgerError(storeErrors.ADAPTER_LICENCE_UNKNOWN, 'The source does not say under which licence it is.')
}

/** The field `license` of a card's front matter, with one value; a list of several names none. */
function licenceOfCard(card: string): string | undefined {
  const [, front = ''] = /^---\r?\n(.*?)\r?\n---(?:\r?\n|$)/s.exec(card) ?? []
  const lines = front.split(/\r?\n/)
  const at = lines.findIndex((line) => line.startsWith('license:'))
  if (at < 0) return undefined
  const inline = lines[at]?.slice('license:'.length).replace(/#.*$/, '').trim()
  const after = lines.slice(at + 1)
  const end = after.findIndex((line) => !/^\s*- /.test(line))
  const items = end < 0 ? after : after.slice(0, end)
  const [value, more] = inline === '' ? items.map((line) => line.replace(/^\s*- /, '')) : [inline]
  return more === undefined ? value?.replace(/^[\s["']+|[\s\]"']+$/g, '') : undefined
}

function licenceOfText(text: string): string | undefined {
  const [, tagged] = /^\W*SPDX-License-Identifier:[ \t]*(\S+)/m.exec(text) ?? []
  return tagged ?? TITLES.find(([title]) => title.test(text))?.[1]
}
