import { expect, it } from 'vitest'
import { matchesPattern } from './matchesPattern.ts'
import { planFiles } from './planFiles.ts'

const file = (path: string, text = 'x') => ({ path, blob: new Blob([text]) })

it('reads the data files of a dataset that its card names, and says why not the others', async () => {
  const card =
    '---\nlicense: cc-by-4.0\nconfigs:\n- config_name: default\n  data_files:\n  - split: train\n    path: data/train-*\n---\n# Set\n'
  const plan = await planFiles([
    file('set/README.md', card),
    file('set/data/train-00001.parquet'),
    file('set/data/train-00000.parquet'),
    file('set/data/test-00000.parquet'),
    file('set/.gitattributes'),
    file('set/logo.png'),
  ])
  expect(plan.files.map(({ path }) => path)).toEqual(['set/data/train-00000.parquet', 'set/data/train-00001.parquet'])
  expect(plan.licence).toBe('cc-by-4.0')
  expect(plan.leftOut.map(({ path }) => path).sort()).toEqual([
    'set/.gitattributes',
    'set/README.md',
    'set/data/test-00000.parquet',
    'set/logo.png',
  ])
})

it('takes all data files where the card names none, and a README alone as a document', async () => {
  const plan = await planFiles([file('README.md', 'no front matter'), file('b.csv'), file('a.jsonl')])
  expect(plan.files.map(({ path }) => path)).toEqual(['a.jsonl', 'b.csv'])
  expect((await planFiles([file('README.md')])).files.length).toBe(1)
  const broken = await planFiles([file('README.md', '---\n: [\n---\n'), file('a.csv')])
  expect(broken.files.map(({ path }) => path)).toEqual(['a.csv'])
})

it.each([
  '../a.md',
  'a/../b.md',
  '/etc/passwd.md',
  'a\\b.md',
  'C:/a.md',
  'a//b.md',
  './a.md',
  'a\u0000.md',
  `${'x'.repeat(1_100)}.md`,
])('refuses the name %j', async (path) => {
  await expect(planFiles([file(path)])).rejects.toMatchObject({ code: 'DATA_PATH_UNSAFE' })
})

it.each([
  ['data/train-*', 'data/train-0.parquet', true],
  ['data/*', 'data/deep/x.csv', false],
  ['**/*.csv', 'x.csv', true],
  ['**/*.csv', 'a/b/x.csv', true],
  ['data/[0-9]?.jsonl', 'data/1a.jsonl', true],
  ['data/[!0-9].jsonl', 'data/1.jsonl', false],
  ['*.parquet', 'a.csv', false],
])('%s and %s: %s', (pattern, path, fits) => {
  expect(matchesPattern(path, pattern)).toBe(fits)
})

it('compares in bounded time', () => {
  const started = performance.now()
  expect(matchesPattern('a'.repeat(1_000), `${'*a'.repeat(400)}b`)).toBe(false)
  expect(performance.now() - started).toBeLessThan(2_000)
})
