import { expect, test } from 'vitest'
import { croissant } from './croissant.ts'
import { datasetCard } from './datasetCard.ts'
import type { VersionFacts } from './versionFacts.ts'

const account = `0x${'ab'.repeat(20)}`
const facts: VersionFacts = {
  datanetId: '0x01',
  slug: 'bird_survey',
  number: 2,
  root: '0x22',
  dataHash: '0x33',
  count: 1_200,
  gatewayUrl: 'https://ledger.example',
  chainId: 31_337,
  registry: '0x44',
  owner: account,
  licence: 'CC-BY-4.0',
  visibility: 'private',
  previousRoot: '0x11',
  blockNumber: 7,
  transactionHash: '0x55',
  publishedAt: '2026-11-30T01:00:00.000Z',
  contributedFrom: '2026-11-29T01:00:00.000Z',
  contributedTo: '2026-11-30T00:00:00.000Z',
  kinds: [{ value: 'qa', count: 1_200 }],
  contributors: [{ value: account, count: 900 }],
  added: 10,
  removed: 1,
  withdrawn: 3,
  marked: 2,
  contributions: [{ contributionId: '0x66', contributor: account, blockNumber: 3, transactionHash: '0x77' }],
  contributionCount: 1,
}

test('Croissant names version, file with its hash, columns, and where each record came from on chain', () => {
  const described = croissant(facts, { sha256: 'ff' })
  expect(described).toMatchObject({
    conformsTo: ['http://mlcommons.org/croissant/1.1', 'http://mlcommons.org/croissant/RAI/1.0'],
    license: 'https://spdx.org/licenses/CC-BY-4.0',
    version: '2.0.0',
    distribution: [
      {
        contentUrl: 'https://ledger.example/v1/datanets/0x01/versions/2/export?format=parquet',
        sha256: 'ff',
      },
    ],
    'rai:dataBiases': [expect.stringContaining('75.0 %'), expect.any(String)],
    'rai:dataCollectionMissingData': expect.stringContaining('3 records were withdrawn'),
    'prov:wasDerivedFrom': [
      { '@id': 'urn:openledger:version:0x11' },
      { 'prov:wasGeneratedBy': { 'prov:used': { '@id': 'urn:openledger:transaction:31337:0x77' } } },
    ],
  })
  expect(croissant({ ...facts, licence: '', previousRoot: null }, { sha256: 'ff' })).toMatchObject({
    license: 'none named',
    'prov:wasDerivedFrom': [{ '@id': 'urn:openledger:contribution:0x66' }],
  })
})

test('the card has the Hub’s metadata, and nothing of a name becomes markup or YAML', () => {
  const card = datasetCard({ ...facts, slug: 'bird|<b>', licence: 'My "terms"\nlicense: mit' })
  expect(card).toContain('size_categories:\n- 1K<n<10K')
  expect(card).toContain('pretty_name: "bird|<b>, version 2"')
  expect(card).toContain('license: other\nlicense_name: "My \\"terms\\"\\nlicense: mit"')
  expect(card).toContain('# bird\\|\\<b\\>, version 2')
  expect(datasetCard(facts)).toContain('\nlicense: cc-by-4.0\n')
})
