import { expect, test } from 'vitest'
import { table } from './table.ts'

test('columns are as wide as their widest seen cell, numbers stand right', () => {
  const lines = table(
    [{ heading: 'who' }, { heading: 'OPEN', align: 'right' }],
    [
      ['ada', '1.5'],
      ['\u001b[32mbo\u001b[39m', '10.25'],
    ],
  )
  expect(lines).toEqual(['who   OPEN', '───  ─────', 'ada    1.5', '\u001b[32mbo\u001b[39m   10.25'])
})
