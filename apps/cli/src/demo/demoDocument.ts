/** What `openledger demo --json` prints. Amounts are wei as decimal strings, times are seconds. */
export type DemoDocument = {
  readonly run: number
  readonly seconds: number
  readonly gateway: string
  readonly rpc: string
  readonly chainId: number
  readonly addresses: Readonly<Record<string, string | number>>
  readonly contributors: readonly DemoContributor[]
  readonly training: DemoTraining
  readonly models: readonly { readonly name: string; readonly modelId: string }[]
  readonly calls: readonly DemoCall[]
  readonly epoch: DemoEpoch
  readonly claims: readonly {
    readonly account: string
    readonly address: string
    readonly amount: string
    readonly transactionHash: string | null
  }[]
  readonly verification: {
    readonly ok: boolean
    readonly seconds: number
    readonly steps: number
    readonly command: string
  }
}

/** One uploader: what was taken of its records, and what they earned. */
export type DemoContributor = {
  readonly name: string
  readonly about: string
  readonly address: string
  readonly datanet: string
  readonly accepted: number
  readonly marked: number
  readonly refused: number
  /** Reasons with how often they were given, the most frequent first. */
  readonly reasons: readonly { readonly code: string; readonly count: number; readonly example: string }[]
  /** Part of this run's fees that the account earned as a contributor, ppm of all contributors' income. */
  readonly sharePpm: number
  /** Earned with records in this epoch. */
  readonly earned: string
  /** Claimed on chain so far, all epochs. */
  readonly claimed: string
}

export type DemoTraining = {
  readonly jobId: string
  readonly records: number
  readonly reused: boolean
  readonly seconds: number
  readonly manifestHash: string
  readonly adapterHash: string
  readonly logRoot: string
  readonly indexHash: string
  /** Normalised exact match, greedy, by group of wordings. */
  readonly evaluation: readonly {
    readonly group: string
    readonly asked: number
    readonly baseRight: number
    readonly adapterRight: number
  }[]
}

/** One paid call. */
export type DemoCall = {
  readonly callId: string
  readonly model: string
  readonly kind: 'training wording' | 'held-out wording' | 'retrieval' | 'base' | 'cancelled'
  readonly question: string
  readonly expected: string | null
  readonly answer: string
  /** Normalised exact match with the expected answer; null where none is known. */
  readonly right: boolean | null
  readonly streamed: boolean
  readonly inputTokens: number
  readonly outputTokens: number
  readonly fee: string
  readonly records: readonly DemoRecord[]
  /** Whether the record that earned most is the true source; null where none is known. */
  readonly topIsSource: boolean | null
}

/** A record behind an answer, the strongest first. */
export type DemoRecord = {
  readonly commitment: string
  readonly method: 'influence' | 'citation' | 'flat'
  readonly contributor: string | null
  /** The start of its content, for the reader; empty for a Datanet's pool. */
  readonly text: string
  /** Of 10^18. */
  readonly weight: string
  /** Earned by the contributor (flat: the Datanet's pool). */
  readonly amount: string
}

export type DemoEpoch = {
  readonly number: number
  readonly epochHash: string
  readonly dataCommitment: string
  readonly calls: number
  readonly fees: string
  readonly paid: string
  readonly burned: string
  readonly carried: string
  /** What of `paid` is for the pools of models' stakers. */
  readonly pools: string
  /** paid + burned + carried − fees. */
  readonly difference: string
}
