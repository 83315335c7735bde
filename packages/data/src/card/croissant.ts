import { isOpenLicence } from '../record/openLicences.ts'
import { croissantContext } from './croissantContext.ts'
import { raiFields } from './raiFields.ts'
import { didOf, exportUrl, pageUrl, type VersionFacts } from './versionFacts.ts'

/** The Parquet file: its SHA-256, and where it lies when not at the gateway. */
export type DescribedFile = { readonly sha256: string; readonly contentUrl?: string }

const FIELDS = [
  ['position', 'sc:Integer', 'Place in the version, from 0.'],
  ['commitment', 'sc:Text', 'Commitment of the record on chain; the leaves of the version’s root are made of it.'],
  ['contributor', 'sc:Text', 'Account that brought the record.'],
  ['kind', 'sc:Text', 'qa or document.'],
  ['withdrawn', 'sc:Boolean', 'Whether its author has withdrawn it: its texts are gone then.'],
  ['prompts', 'sc:Text', 'Wordings of one question (qa).'],
  ['answer', 'sc:Text', 'Their answer (qa).'],
  ['title', 'sc:Text', 'Title (document).'],
  ['text', 'sc:Text', 'Text (document).'],
  ['url', 'sc:Text', 'Where the source is found (document).'],
] as const

/**
 * Describes a version in Croissant 1.1 (mlcommons.org/croissant/1.1) with the RAI 1.0 vocabulary and PROV-O, from facts alone.
 *
 */
export function croissant(facts: VersionFacts, file: DescribedFile): Record<string, unknown> {
  const { slug, number, root, licence, count } = facts
  return {
    '@context': croissantContext(),
    '@type': 'sc:Dataset',
    '@id': `urn:openledger:version:${root}`,
    name: slug,
    description: `Version ${number} of the Datanet ${slug}: ${count} records that accounts signed for, with their commitments on chain. Root ${root}.`,
    conformsTo: ['http://mlcommons.org/croissant/1.1', 'http://mlcommons.org/croissant/RAI/1.0'],
    license: isOpenLicence(licence) ? `https://spdx.org/licenses/${licence}` : licence === '' ? 'none named' : licence,
    url: pageUrl(facts),
    version: `${number}.0.0`,
    datePublished: facts.publishedAt,
    citeAs: `@misc{${slug.replaceAll(/[^a-z0-9]/g, '')}v${number}, title={${slug}, version ${number}}, howpublished={OpenLedger version root ${root}}}`,
    identifier: root,
    creator: facts.contributors
      .filter(({ value }) => value !== 'others')
      .map(({ value }) => ({ '@type': 'sc:Person', name: value, url: didOf(facts, value) })),
    publisher: [{ '@type': 'sc:Organization', name: facts.owner, url: didOf(facts, facts.owner) }],
    distribution: [
      {
        '@type': 'cr:FileObject',
        '@id': 'records.parquet',
        name: 'records.parquet',
        description: 'The records of the version, a row each, in the order of its tree.',
        contentUrl: file.contentUrl ?? exportUrl(facts, 'parquet'),
        encodingFormat: ['application/x-parquet', 'application/vnd.apache.parquet'],
        sha256: file.sha256,
      },
    ],
    recordSet: [
      {
        '@type': 'cr:RecordSet',
        '@id': 'records',
        name: 'records',
        description: 'One row a record.',
        key: { '@id': 'records/commitment' },
        field: FIELDS.map(([name, dataType, description]) => ({
          '@type': 'cr:Field',
          '@id': `records/${name}`,
          name: `records/${name}`,
          description,
          dataType,
          ...(name === 'prompts' ? { isArray: true, arrayShape: '-1' } : {}),
          source: { fileObject: { '@id': 'records.parquet' }, extract: { column: name } },
        })),
      },
    ],
    ...raiFields(facts),
    ...provenance(facts),
  }
}

/** The chain behind a version: the version before, the contributions with their transactions, and who published it. */
function provenance(facts: VersionFacts): Record<string, unknown> {
  const { chainId, previousRoot, transactionHash, owner } = facts
  const transaction = (hash: string | null) =>
    hash === null ? {} : { 'prov:used': { '@id': `urn:openledger:transaction:${chainId}:${hash}` } }
  return {
    'prov:wasDerivedFrom': [
      ...(previousRoot === null ? [] : [{ '@id': `urn:openledger:version:${previousRoot}` }]),
      ...facts.contributions.map((contribution) => ({
        '@id': `urn:openledger:contribution:${contribution.contributionId}`,
        '@type': 'prov:Entity',
        'prov:label': `Contribution of ${contribution.contributor}, block ${contribution.blockNumber ?? 'unknown'}`,
        'prov:wasAttributedTo': { '@id': didOf(facts, contribution.contributor) },
        'prov:wasGeneratedBy': {
          '@type': 'prov:Activity',
          'prov:label': 'Registering signed commitments',
          ...transaction(contribution.transactionHash),
        },
      })),
    ],
    'prov:wasGeneratedBy': {
      '@type': 'prov:Activity',
      'prov:label': `Publishing the version in the DatanetRegistry ${facts.registry}, block ${facts.blockNumber}`,
      'prov:endedAtTime': facts.publishedAt,
      'prov:wasAssociatedWith': { '@id': didOf(facts, owner) },
      ...transaction(transactionHash),
    },
    'prov:wasAttributedTo': { '@id': didOf(facts, owner) },
  }
}
