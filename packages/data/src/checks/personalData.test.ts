import { checkSettingsSchema } from '@openledger/core/api/checks.ts'
import { expect, it } from 'vitest'
import { askedOfAll } from './asked.ts'
import { personalData } from './personalData.ts'
import { redact } from './redact.ts'

const content = {
  kind: 'qa',
  prompts: ['Who pays?', 'Is it a@b.io or c@d.io?'],
  answer: 'Jana, from DE89370400440532013000; call +49 30 901820.',
} as const

it('refuses accounts and marks addresses by default, says where, and quotes nothing', () => {
  const findings = personalData.run(content, askedOfAll)
  expect(
    findings.map(({ code, verdict, places }) => [verdict, code, places?.map(({ field, kind }) => [field, kind])]),
  ).toEqual([
    ['refuse', 'DATA_PERSONAL_REFUSED', [['answer', 'iban']]],
    [
      'mark',
      'DATA_PERSONAL',
      [
        ['prompts.1', 'email'],
        ['prompts.1', 'email'],
        ['answer', 'phone'],
      ],
    ],
  ])
  expect(findings.map(({ reason }) => reason).join()).not.toMatch(/b\.io|0532|9018/)
})

it('does what the owner says for each kind', () => {
  const settings = checkSettingsSchema.parse({ personalData: { iban: 'ignore', email: 'ignore', phone: 'refuse' } })
  expect(
    personalData.run(content, { ...askedOfAll, settings }).map(({ verdict, places }) => [verdict, places?.length]),
  ).toEqual([['refuse', 1]])
})

it('redacts exactly what was found, and then finds nothing', () => {
  const redacted = redact(content, personalData.run(content, askedOfAll))
  expect(redacted).toEqual({
    kind: 'qa',
    prompts: ['Who pays?', 'Is it [email] or [email]?'],
    answer: 'Jana, from [iban]; call [phone].',
  })
  expect(personalData.run(redacted, askedOfAll)).toEqual([])
})

it('redacts overlapping places whole', () => {
  const places = [
    { field: 'answer', start: 0, end: 4, kind: 'one' },
    { field: 'answer', start: 2, end: 9, kind: 'two' },
  ]
  expect(redact({ kind: 'qa', prompts: ['Who?'], answer: 'abcdefghij' }, [{ places }])).toMatchObject({
    answer: '[one]j',
  })
})
