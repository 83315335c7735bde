import type { RecordContent } from '../record/recordContent.ts'

/** How a record stands: into the version; into the version with a note; not taken. */
export type Verdict = 'accept' | 'mark' | 'refuse'

/** What a check has to say about a record. `reason` is a sentence for its contributor. */
export type Finding = {
  readonly check: string
  readonly verdict: Exclude<Verdict, 'accept'>
  readonly code: `DATA_${string}`
  readonly reason: string
}

/** A record of the same Datanet that was registered earlier. */
export type EarlierRecord = {
  readonly recordId: string
  readonly contributor: string
}

/** A record as it comes to the checks. */
export type CandidateRecord = {
  readonly recordId: string
  /** The contributor's address, lower-case. */
  readonly contributor: string
  readonly content: RecordContent
}

/** What checks may ask about the Datanet; both look only at records that were registered before this one. */
export type DatanetLookup = {
  readonly findRecord: (recordId: string) => EarlierRecord | undefined | Promise<EarlierRecord | undefined>
  readonly findNearDuplicate: (
    content: RecordContent,
  ) => NearDuplicateHit | undefined | Promise<NearDuplicateHit | undefined>
}

/** The earliest record that says nearly the same; `similarity` from 0 to 1. */
export type NearDuplicateHit = EarlierRecord & { readonly similarity: number }

/** One check: no findings means that it has no objection. */
export type Check = {
  readonly name: string
  readonly run: (record: CandidateRecord, datanet: DatanetLookup) => readonly Finding[] | Promise<readonly Finding[]>
}
