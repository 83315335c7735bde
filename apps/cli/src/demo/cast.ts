/** One uploader of the demo: account name, Datanet, file of records below examples/, and what it is there to show. */
export type Uploader = {
  readonly account: string
  readonly datanet: DatanetKey
  readonly file: string
  readonly about: string
}

/** The two Datanets of the demo, by their slugs on chain. */
export const datanets = { medical: 'medical-coding', licences: 'software-licences' } as const
export type DatanetKey = keyof typeof datanets

/** What the two say of themselves. */
export const descriptions: Readonly<Record<DatanetKey, { readonly title: string; readonly text: string }>> = {
  medical: {
    title: 'Medical coding: ICD-10-CM',
    text: 'Diagnoses and the codes under which they are filed. A record asks for the code of one diagnosis, in several wordings, and its answer is the code alone. Invented codes and copies of other people’s records do not fit.',
  },
  licences: {
    title: 'Software licences',
    text: 'What permissive and reciprocal software licences ask, allow and forbid, one condition a record, with the address of the text that says so. Opinions about licences do not fit.',
  },
}

/**
 * Who uploads, in this order: the copier comes after the one it copies, as a copier does. Each has a key of its own in
 * the state folder. The file's name is also the name of its part in the slice.
 */
export const uploaders: readonly Uploader[] = [
  {
    account: 'ines',
    datanet: 'medical',
    file: 'medical-coding/contributions/infectious.jsonl',
    about: 'infectious diseases',
  },
  {
    account: 'carl',
    datanet: 'medical',
    file: 'medical-coding/contributions/circulatory.jsonl',
    about: 'circulatory system',
  },
  { account: 'june', datanet: 'medical', file: 'medical-coding/contributions/injuries.jsonl', about: 'injuries' },
  {
    account: 'copier',
    datanet: 'medical',
    file: 'medical-coding/contributions/copier.jsonl',
    about: 'others’ records, slightly changed',
  },
  {
    account: 'noise',
    datanet: 'medical',
    file: 'medical-coding/contributions/noise.jsonl',
    about: 'invented and broken records',
  },
  { account: 'pia', datanet: 'licences', file: 'licences/contributor-permissive.jsonl', about: 'permissive licences' },
  { account: 'rolf', datanet: 'licences', file: 'licences/contributor-reciprocal.jsonl', about: 'reciprocal licences' },
]

/** The other actors' account names. */
export const actors = {
  owner: 'datanet-owner',
  curator: 'curator',
  developer: 'model-developer',
  caller: 'app',
} as const

/** Model names on chain: the base model as it is, and the base model with the licences to look things up in. */
export const models = { base: 'smollm2-135m-instruct', licences: 'licence-helper' } as const
