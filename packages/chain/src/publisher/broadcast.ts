import { BaseError, type Hex, type PublicClient } from 'viem'

/** What an RPC said to a raw transaction. */
export type BroadcastOutcome = 'taken' | 'known' | 'nonceUsed' | 'underpriced'

/**
 * Hands a raw transaction to the RPC. That it is known already, or that its nonce is used, are answers, not errors:
 * whether it is in a block is for the receipt to say.
 * @throws what viem throws when the RPC is down or refuses for another reason
 */
export async function broadcast(client: PublicClient, raw: Hex): Promise<BroadcastOutcome> {
  try {
    await client.sendRawTransaction({ serializedTransaction: raw })
    return 'taken'
  } catch (error) {
    const text = error instanceof BaseError ? `${error.message} ${error.details}` : String(error)
    if (/already (known|imported)|known transaction|transaction already/i.test(text)) return 'known'
    if (/nonce (is )?(too low|lower than)/i.test(text)) return 'nonceUsed'
    if (/underpriced|fee cap less than|max fee per gas less than|lower than the block base fee/i.test(text))
      return 'underpriced'
    throw error
  }
}
