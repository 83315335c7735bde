import type { ExportedVersion } from '../export/exportRow.ts'

/** What is known of a version, all of it counted or read from the chain; nobody's opinion. */
export type VersionFacts = ExportedVersion & {
  /** Address of the gateway that it can be had from. */
  readonly gatewayUrl: string
  readonly chainId: number
  readonly registry: string
  readonly owner: string
  /** Name of the licence that holds now; empty when none was named. */
  readonly licence: string
  readonly visibility: 'private' | 'public'
  /** Root of the version before; null for the first. */
  readonly previousRoot: string | null
  readonly blockNumber: number
  readonly transactionHash: string | null
  /** ISO dates: of the version, and of the first and last contribution in the Datanet. */
  readonly publishedAt: string
  readonly contributedFrom: string
  readonly contributedTo: string
  readonly kinds: readonly { readonly value: string; readonly count: number }[]
  /** Who brought most, at most twenty, and the rest as `others`. */
  readonly contributors: readonly { readonly value: string; readonly count: number }[]
  readonly added: number
  readonly removed: number
  /** Records whose authors have withdrawn them since. */
  readonly withdrawn: number
  readonly marked: number
  /** Contributions that its records came with: id, block and transaction, at most a hundred. */
  readonly contributions: readonly {
    readonly contributionId: string
    readonly contributor: string
    readonly blockNumber: number | null
    readonly transactionHash: string | null
  }[]
  readonly contributionCount: number
}

/** Where a version's file can be had. */
export function exportUrl(facts: VersionFacts, format: string): string {
  const { gatewayUrl, datanetId, number } = facts
  return `${gatewayUrl}/v1/datanets/${datanetId}/versions/${number}/export?format=${format}`
}

/** The page that shows the Datanet. */
export function pageUrl({ gatewayUrl, datanetId }: VersionFacts): string {
  return `${gatewayUrl}/datanets/${datanetId}`
}

/** An account's DID (did:pkh). */
export function didOf({ chainId }: VersionFacts, account: string): string {
  return `did:pkh:eip155:${chainId}:${account}`
}
