import type { VersionFacts } from './versionFacts.ts'

const percent = (part: number, whole: number) => `${((100 * part) / Math.max(1, whole)).toFixed(1)} %`

/**
 * The responsible-AI fields of Croissant (RAI 1.0) as far as the ledger knows them. Nobody has judged uses or social
 * impact here, so these fields are not there.
 */
export function raiFields(facts: VersionFacts): Record<string, unknown> {
  const { count, contributors, contributionCount, withdrawn, marked, visibility } = facts
  const [most] = contributors
  return {
    'rai:dataCollection': `Accounts signed commitments to records (EIP-712), which were registered on chain before the content was uploaded and checked against them: ${contributionCount} contributions stand behind this version.`,
    'rai:dataCollectionType': ['User-generated content data'],
    'rai:dataCollectionTimeFrame': [facts.contributedFrom, facts.contributedTo],
    'rai:dataCollectionMissingData': `${withdrawn} records were withdrawn by their authors since the version was published: their rows are there, their texts are not.`,
    'rai:dataPreprocessingProtocol': [
      'Every record was checked for its form, exact and near-duplicates of records that were registered before it, and text without meaning; refused records are in no version.',
      `${marked} records of this version resemble earlier ones; with these they count as one where influence is paid.`,
    ],
    'rai:dataBiases':
      most === undefined || most.value === 'others'
        ? []
        : [
            `One account brought ${percent(most.count, count)} of the records, the greatest part of any.`,
            'Who stands behind an account is not known, nor whom the contributors represent.',
          ],
    'rai:dataLimitations': [
      'A commitment proves who registered a record first, not that what it says is true.',
      `Kinds of records: ${facts.kinds.map(({ value, count: of }) => `${value} ${of}`).join(', ')}.`,
    ],
    'rai:personalSensitiveInformation': [
      'Records are free text and may hold personal data; contributors can withdraw a record, which erases its text here.',
    ],
    'rai:dataReleaseMaintenancePlan': `A version never changes; corrections come in a later one. ${
      visibility === 'public'
        ? 'Its content is open to everybody.'
        : 'Its content is given to accounts with a grant on chain.'
    }`,
  }
}
