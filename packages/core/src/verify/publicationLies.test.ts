import { describe, expect, test } from 'vitest'
import { first, must, second, verdict, world } from '../../test/liar.ts'
import { memoryChain } from '../../test/memoryChain.ts'
import { writeLog } from '../../test/world.ts'
import { MemoryDataStore } from '../data/dataStore.ts'
import type { Hex32 } from '../primitives/hex.ts'
import type { ChainReader } from './chainReader.ts'
import { verifyEpoch } from './verifyEpoch.ts'

describe('lies about the post, rules and published files', () => {
  test('roots, counts and chain of the post', async () => {
    const { claimsRoot, credits } = second.epoch
    expect(await verdict({ post: { claimsRoot: credits.root } })).toMatchObject({
      code: 'EPOCH_ROOT_WRONG',
      file: 'claims',
      found: claimsRoot,
    })
    expect(await verdict({ post: { credits: { ...credits, root: claimsRoot } } })).toMatchObject({
      code: 'EPOCH_ROOT_WRONG',
      file: 'credits',
      field: 'root',
    })
    expect(await verdict({ post: { attributions: { ...second.epoch.attributions, count: 1 } } })).toMatchObject({
      code: 'EPOCH_ROOT_WRONG',
      field: 'count',
    })
    expect(await verdict({ post: { previous: claimsRoot } })).toMatchObject({
      code: 'EPOCH_CHAIN_BROKEN',
      field: 'previous',
    })
    expect(await verdict({ post: { codeHash: claimsRoot } })).toMatchObject({ code: 'EPOCH_RULES_WRONG', file: 'post' })
    expect(await verdict({ post: { number: 3n } })).toMatchObject({ code: 'EPOCH_CHAIN_BROKEN', field: 'number' })
    expect(await verdict({ post: { dataCommitment: first.epoch.dataCommitment } })).toMatchObject({
      code: 'VERIFY_MANIFEST_WRONG',
      field: 'epoch',
    })
  })

  test('other rules than those posted, rules without a threshold', async () => {
    const rules = { ...world.base.rules, citationThreshold: 1n }
    expect(await verdict({ rules, post: { rulesRoot: second.epoch.rulesRoot } })).toMatchObject({
      code: 'EPOCH_RULES_WRONG',
      file: 'rules',
    })
    expect(await verdict({ rules: { ...world.base.rules, influenceThresholds: {} } })).toMatchObject({
      code: 'EPOCH_RULES_WRONG',
      field: 'influenceThresholds',
    })
    expect(await verdict({ rules: { ...world.base.rules, codeHash: second.epoch.claimsRoot } })).toMatchObject({
      code: 'EPOCH_RULES_WRONG',
      field: 'codeHash',
    })
    const louder = { ...world.base.rules, exponent: 1 as const }
    expect(await verdict({ rules: louder })).toMatchObject({ code: 'EPOCH_ATTRIBUTION_WEIGHT' })
  })

  test('a version with another record, a log that is another', async () => {
    const versions = world.base.versions.map((version) => ({ ...version, records: version.records.slice(1) }))
    expect(await verdict({ versions })).toMatchObject({
      code: 'EPOCH_FACT_CONFLICT',
      file: expect.stringMatching(/^versions\//),
      field: 'root',
    })
    const roots = world.models.trained.trainingVersions
    const other = writeLog(roots, world.records.trained.slice(1))
    const with_ = (changes: { manifest?: Uint8Array; log?: Uint8Array }) =>
      world.base.logs.map((log) => ({ ...log, ...changes }))
    expect(await verdict({ logs: with_(other) })).toMatchObject({ code: 'EPOCH_FACT_CONFLICT', field: 'manifestHash' })
    expect(await verdict({ logs: with_({ log: other.log }) })).toMatchObject({
      code: 'TRAINING_LOG_BROKEN',
      leaf: 'line 1',
      file: expect.stringMatching(/^logs\/.*\/log$/),
    })
    const cut = writeLog(roots, world.records.trained, 3)
    expect(await verdict({ logs: with_({ log: cut.log }) })).toMatchObject({
      code: 'EPOCH_FACT_CONFLICT',
      field: 'logRoot',
    })
    expect(await verdict({ logs: [] })).toMatchObject({ code: 'EPOCH_FACT_MISSING', field: 'log' })
    expect(await verdict({ versions: [] })).toMatchObject({ code: 'EPOCH_FACT_MISSING', field: 'version' })
  })

  test('a version that pays an account which registered nothing, one whose list on chain is another', async () => {
    const store = new MemoryDataStore()
    for (const bytes of first.blobs.values()) await store.put(bytes)
    const chain = memoryChain(world, [first])
    const say = async (lying: Partial<ChainReader>) =>
      (await verifyEpoch({ chain: { ...chain, ...lying }, store, operator: world.base.operator, number: 1n }))
        .firstDifference
    expect(await say({})).toBeUndefined()
    expect(await say({ registrants: async () => new Map() })).toMatchObject({
      code: 'EPOCH_FACT_CONFLICT',
      file: expect.stringMatching(/^versions\//),
      leaf: '0',
      field: 'contributor',
    })
    const thief = new Set([world.base.operator])
    const stolen = async (datanetId: Hex32, block: bigint) =>
      new Map([...(await chain.registrants(datanetId, block))].map(([commitment]) => [commitment, thief]))
    expect(await say({ registrants: stolen })).toMatchObject({ field: 'contributor' })
    const other = async (root: Hex32) => ({ ...must(await chain.version(root)), dataHash: root })
    expect(await say({ version: other })).toMatchObject({ code: 'EPOCH_FACT_CONFLICT', field: 'data' })
  })

  test('blobs that hash rightly but are not in the one form', async () => {
    const encode = (text: string) => new TextEncoder().encode(text)
    const spoil = async (edit: (text: string) => string) => {
      const store = new MemoryDataStore()
      for (const bytes of first.blobs.values()) await store.put(bytes)
      const text = new TextDecoder().decode(must(first.blobs.get(first.epoch.dataCommitment)))
      const dataCommitment = await store.put(encode(edit(text)))
      const chain = memoryChain(world, [{ epoch: { ...first.epoch, dataCommitment }, next: first.next }])
      return (await verifyEpoch({ chain, store, operator: world.base.operator, number: 1n })).firstDifference
    }
    expect(await spoil((text) => text)).toBeUndefined()
    for (const edit of [
      (text: string) => ` ${text}`,
      (text: string) => `\ufeff${text}`,
      (text: string) => text.replace('"chainId":31337', '"chainId":31337.0'),
      (text: string) => text.replace('{"chainId":31337', '{"chainId":1,"chainId":31337'),
      (text: string) => text.replace('"kind"', '"extra":1,"kind"'),
      (text: string) => text.replace('"chunkSize":256', '"chunkSize":255'),
      (text: string) => text.replace('"epoch":"1"', '"epoch":"01"'),
      (text: string) => text.slice(0, -1),
      () => '[]',
    ]) {
      expect(await spoil(edit)).toMatchObject({ code: 'VERIFY_BLOB_FORM', file: expect.stringMatching(/^manifest 0x/) })
    }
  })
})
