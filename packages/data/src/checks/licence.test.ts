import { expect, it } from 'vitest'
import { askedOfAll } from './asked.ts'
import { licence } from './licence.ts'
import { licenceFits } from './licenceFits.ts'

it.each([
  ['CC0-1.0', 'CC-BY-SA-4.0', 'fits'],
  ['CC-BY-4.0', 'CC-BY-SA-4.0', 'fits'],
  ['MIT', 'CC-BY-4.0', 'fits'],
  ['CC-BY-4.0', 'CC0-1.0', 'conflicts'],
  ['CC-BY-SA-4.0', 'CC-BY-4.0', 'conflicts'],
  ['CC-BY-SA-3.0', 'CC-BY-SA-4.0', 'fits'],
  ['CC-BY-SA-4.0', 'GPL-3.0-only', 'fits'],
  ['GPL-3.0-only', 'CC-BY-SA-4.0', 'conflicts'],
  ['CC-BY-NC-4.0', 'CC-BY-4.0', 'conflicts'],
  ['CC-BY-ND-4.0', 'CC-BY-ND-4.0', 'conflicts'],
  ['ODbL-1.0', 'ODbL-1.0', 'fits'],
  ['MIT OR GPL-3.0-only', 'CC-BY-4.0', 'fits'],
  ['MIT AND GPL-3.0-only', 'CC-BY-4.0', 'conflicts'],
  ['MIT AND EUPL-1.2', 'CC-BY-4.0', 'unknown'],
  ['EUPL-1.2', 'CC-BY-4.0', 'unknown'],
  ['GPL-2.0-only WITH Classpath-exception-2.0', 'MIT', 'unknown'],
  ['my own terms', 'MIT', 'unknown'],
  ['MIT', 'LicenseRef-ours', 'unknown'],
])('%s into %s: %s', (source, target, fit) => {
  expect(licenceFits(source, target)).toBe(fit)
})

it('refuses a conflict, marks what can’t be told, and says nothing where nobody named a licence', () => {
  const codes = (source: string, datanet: string) =>
    licence
      .run({ kind: 'qa', prompts: ['Who?'], answer: 'They.' }, { ...askedOfAll, licence: { source, datanet } })
      .map(({ verdict, code }) => `${verdict} ${code}`)
  expect(codes('CC-BY-SA-4.0', 'MIT')).toEqual(['refuse DATA_LICENCE_CONFLICT'])
  expect(codes('EUPL-1.2', 'MIT')).toEqual(['mark DATA_LICENCE_UNKNOWN'])
  expect(codes('', 'MIT')).toEqual([])
  expect(codes('CC-BY-SA-4.0', '')).toEqual([])
})
