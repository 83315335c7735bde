import type { AuthorizedTransfer } from '@openledger/chain/reader/findAuthorized.ts'
import type { Address, Hash32 } from '@openledger/core/api/primitives.ts'
import type { TokenDomain, TransferAuthorization } from '@openledger/core/eip712/transferAuthorization.ts'

/** What x402 asks of the chain. Each throws CHAIN_*. */
export type X402Chain = {
  /** The EIP-712 domain of OPEN. */
  readonly tokenDomain: () => Promise<TokenDomain>
  readonly balanceOf: (account: Address) => Promise<bigint>
  /** Wei that PaymentEscrow may take of an account. */
  readonly escrowAllowance: (account: Address) => Promise<bigint>
  /** What became of an authorisation, looked for from a block on. */
  readonly findAuthorized: (
    authorization: Pick<TransferAuthorization, 'from' | 'to' | 'value' | 'nonce'>,
    fromBlock?: bigint,
  ) => Promise<AuthorizedTransfer>
  /** Wei that were ever paid into a channel, and that left it again; undefined for one that is not open. */
  readonly channelFunds: (
    channelId: Hash32,
  ) => Promise<{ readonly deposited: bigint; readonly withdrawn: bigint } | undefined>
  readonly newestBlock: () => Promise<bigint>
}

/** The durable steps of a payment, in order. A process may be killed between any two of them. */
export type X402Step =
  | 'received'
  | 'submitted'
  | 'paid'
  | 'settled'
  | 'calling'
  | 'reserved'
  | 'kept'
  | 'spent'
  | 'final'
  | 'returning'
  | 'returned'

/** How a gateway takes payments by x402. */
export type X402Options = {
  readonly chain: X402Chain
  /** Wei that the house channel can lend to calls whose payments are on their way; the operator's own money. */
  readonly float: bigint
  /** Wei from which on what a wallet is owed is sent back. */
  readonly returnMinimum: bigint
  /** Payments under way at a time. */
  readonly openMax: number
  /** Seconds after which a payment whose call was never made is owed back. */
  readonly unusedAfter_s: number
  /** Seconds that a payer is given to pay: stock clients let their authorisation expire after so long. */
  readonly timeout_s: number
  /** Blocks on top of a transfer before it counts as final. */
  readonly finalityDepth: number
  /** How often what is left over is looked after, ms. */
  readonly sweepEvery_ms: number
  /** Called after each step; what it throws is as a kill at that moment. */
  readonly onStep?: (step: X402Step) => void | Promise<void>
}
