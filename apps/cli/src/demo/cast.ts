/** One uploader of the demo: account name, Datanet, file of records below examples/, and what it is there to show. */
export type Uploader = { readonly account: string; readonly datanet: 'medical' | 'licences'; readonly file: string; readonly part: string; readonly about: string }

/**
 * Everybody in the demo. Each has a key of its own in the state folder. The order of uploads matters: the copier comes
 * after the one it copies, as a copier does.
 */
export const cast = {
  owner: 'datanet-owner',
  developer: 'model-developer',
  caller: 'app',
  uploaders: [
    { account: 'ines', datanet: 'medical', file: 'medical-coding/contributions/infectious.jsonl', part: 'infectious', about: 'infectious diseases' },
    { account: 'carl', datanet: 'medical', file: 'medical-coding/contributions/circulatory.jsonl', part: 'circulatory', about: 'circulatory system' },
    { account: 'june', datanet: 'medical', file: 'medical-coding/contributions/injuries.jsonl', part: 'injuries', about: 'injuries' },
    { account: 'copier', datanet: 'medical', file: 'medical-coding/contributions/copier.jsonl', part: 'copier', about: 'changes others’ records a little' },
    { account: 'noise', datanet: 'medical', file: 'medical-coding/contributions/noise.jsonl', part: 'noise', about: 'invented and broken records' },
  ],
} as const

/** Names on chain. */
export const names = {
  datanets: { medical: 'medical-coding', licences: 'software-licences' },
  base: 'smollm2-135m-instruct',
  coder: 'icd10-coder',
  licences: 'licence-helper',
} as const
