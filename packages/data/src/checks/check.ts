import type { CheckSettings, Finding } from '@openledger/core/api/checks.ts'
import type { RecordContent } from '../record/recordContent.ts'

export type { Finding, Place } from '@openledger/core/api/checks.ts'

/** How a record stands: into the version; into the version with a note; not taken. */
export type Verdict = 'accept' | 'mark' | 'refuse'

/** A record of the same Datanet that was registered earlier. */
export type EarlierRecord = {
  readonly recordId: string
  /** What reasons name it by: the hash of what it says would let anybody try out what that is. */
  readonly commitment: string
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
  readonly findRecord: (recordId: string) => EarlierRecord | undefined
  readonly findNearDuplicate: (content: RecordContent) => NearDuplicateHit | undefined
}

/** The record that says nearly the same, or the same in other words; `similarity` from 0 to 1. */
export type NearDuplicateHit = EarlierRecord & { readonly similarity: number; readonly inOtherWords: boolean }

/** What a record is held against beside what all must be. */
export type Asked = {
  readonly settings: CheckSettings
  /** SPDX expressions: the Datanet's licence, and that of the record's source as its contributor says; empty: none. */
  readonly licence: { readonly datanet: string; readonly source: string }
}

/** A check of a record by itself: what it finds depends on the content and what is asked alone. */
export type ContentCheck = {
  readonly name: string
  readonly run: (content: RecordContent, asked: Asked) => readonly Finding[]
}

/** A check of a record against those that were registered before it. */
export type OrderCheck = {
  readonly name: string
  readonly run: (record: CandidateRecord, datanet: DatanetLookup) => readonly Finding[]
}
