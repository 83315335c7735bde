import { expect, test } from 'vitest'
import { describeSource, parseSource } from './parseSource.ts'

const id = `0x${'a'.repeat(64)}`

test.each([
  ['/data/adapter', { kind: 'folder', path: '/data/adapter' }],
  ['folder:/data/adapter', { kind: 'folder', path: '/data/adapter' }],
  ['hf:ann/coder', { kind: 'hub', owner: 'ann', name: 'coder', revision: 'main' }],
  ['hf:ann/coder@refs/pr/1', { kind: 'hub', owner: 'ann', name: 'coder', revision: 'refs/pr/1' }],
  ['https://models.example/a.zip?sig=1', { kind: 'url', url: 'https://models.example/a.zip?sig=1' }],
  ['s3://bucket/some/prefix/', { kind: 's3', bucket: 'bucket', prefix: 'some/prefix' }],
  ['s3://bucket', { kind: 's3', bucket: 'bucket', prefix: '' }],
  [`registry:${id}`, { kind: 'registry', modelId: id }],
])('%s', (text, source) => expect(parseSource(text)).toEqual(source))

test.each([
  '',
  'adapter',
  'folder:relative',
  'hf:ann',
  'hf:ann/coder/more',
  'hf:../etc',
  'hf:ann/..',
  'hf:ann/coder@../../api',
  'hf:ann/coder@',
  'ftp://host/x',
  'file:///etc/passwd',
  's3://B/x',
  's3://bucket/../other',
  's3://bucket/a/./b',
  's3:bucket',
  'registry:0x12',
  'https://',
])('refuses “%s”', (text) => {
  expect(() => parseSource(text)).toThrow(expect.objectContaining({ code: 'ADAPTER_SOURCE_INVALID' }))
})

test('what is kept of an address holds no signature', () => {
  expect(describeSource(parseSource('https://models.example/a.zip?X-Amz-Signature=1#x'))).toBe(
    'https://models.example/a.zip',
  )
  expect(describeSource(parseSource('hf:ann/coder'))).toBe('hf:ann/coder@main')
})
