import { encodeAbiParameters, keccak256 } from 'viem'
import { expect, test } from 'vitest'
import { writeLog } from '../../test/world.ts'
import { trainedRecordLeaf } from '../leaves/trainedRecordLeaf.ts'
import { plainRoot } from '../merkle/plainTree.ts'
import { hashText } from '../primitives/hash.ts'
import { parseTrainingManifest, trainingManifestHash } from './manifest.ts'
import { logRoot, parseTrainingLog, trainedRecordLeaves, trainedRecords } from './trainingLog.ts'

const records = ['b', 'a', 'c', 'a'].map(hashText)
const { manifest, manifestHash, log } = writeLog([hashText('version')], records, 3)
const text = new TextDecoder().decode(log)
const parse = (edited: string) => parseTrainingLog(new TextEncoder().encode(edited), manifestHash)

test('the chain starts at the manifest and counts each use', () => {
  expect(trainingManifestHash(parseTrainingManifest(manifest))).toBe(manifestHash)
  const parsed = parseTrainingLog(log, manifestHash)
  expect(parsed.lines).toHaveLength(3)
  expect(parsed.head).toBe(parsed.lines[2]?.hash)
  expect(trainedRecords(parsed)).toEqual(
    new Map([
      [hashText('b'), 3],
      [hashText('a'), 6],
      [hashText('c'), 3],
    ]),
  )
  const leaves = trainedRecordLeaves(parsed)
  expect(leaves.map((leaf) => leaf.commitment)).toEqual([...new Set(records)].sort())
  const root = plainRoot(leaves.map((leaf) => trainedRecordLeaf(leaf)))
  expect(logRoot(parsed)).toBe(
    keccak256(encodeAbiParameters([{ type: 'bytes32' }, { type: 'bytes32' }], [parsed.head, root])),
  )
  expect(parseTrainingLog(new Uint8Array(), manifestHash)).toEqual({ lines: [], head: manifestHash })
})

test('any change breaks the chain at its line', () => {
  const lines = text.trimEnd().split('\n')
  const join = (list: string[]) => `${list.join('\n')}\n`
  const swap = (from: string, to: string) => join(lines.map((line, i) => (i === 1 ? line.replace(from, to) : line)))
  expect(() => parse(swap('"tokens":64', '"tokens":65'))).toThrowError(
    expect.objectContaining({ code: 'TRAINING_LOG_BROKEN', details: { line: 2 } }),
  )
  expect(() => parse(join([lines[0] ?? '', lines[2] ?? '']))).toThrowError(
    expect.objectContaining({ code: 'TRAINING_LOG_BROKEN', details: { line: 2 } }),
  )
  expect(() => parse(join(lines.slice(1)))).toThrowError(
    expect.objectContaining({ code: 'TRAINING_LOG_BROKEN', details: { line: 1 } }),
  )
  for (const bad of [
    swap('"step":2', '"step": 2'),
    swap('"tokens":64', '"tokens":64.5'),
    swap('{', '{"extra":1,'),
    text.trimEnd(),
    `${text}\n`,
  ]) {
    expect(() => parse(bad)).toThrowError(expect.objectContaining({ code: 'TRAINING_LOG_MALFORMED' }))
  }
  expect(() => parseTrainingLog(log, hashText('another manifest'))).toThrowError(
    expect.objectContaining({ code: 'TRAINING_LOG_BROKEN' }),
  )
})
