import { challengeCall, challengeCommitment, commitCall } from '@openledger/chain/calls/challengesCalls.ts'
import type { EncodedFault } from '@openledger/chain/challenger/encodeFault.ts'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { toAddress } from '@openledger/core/primitives/address.ts'
import type { Dice } from './honestCalls.ts'
import type { Ledger } from './ledger.ts'
import { people } from './people.ts'

/** Commits and challenges on the chain itself. @returns whether it succeeded, which must not be */
export async function challengeInVain(ledger: Ledger, fault: EncodedFault, dice: Dice): Promise<boolean> {
  const { addresses } = ledger.chain
  const watcher = ledger.wallet(people.watcher)
  const salt = dice.hash()
  const commitment = challengeCommitment(toAddress(people.watcher.address), fault, salt)
  await watcher.send(commitCall(addresses, commitment), 'Committing')
  try {
    await watcher.send(challengeCall(addresses, fault, salt), 'Challenging')
    return true
  } catch (error) {
    if (OpenLedgerError.find(error)?.code === 'CHAIN_REVERTED') return false
    throw error
  }
}
