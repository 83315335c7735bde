import { recoverReceiptSigner } from '@openledger/core/eip712/receipt.ts'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { type SignedReceipt, signedReceiptSchema } from '@openledger/core/leaves/receiptLeaf.ts'
import { z } from 'zod'
import { cliErrors } from '../errors.ts'
import { readJsonFile } from '../home/jsonFile.ts'
import type { OutsideView } from '../verify/verifyFromOutside.ts'

const fileSchema = z.array(signedReceiptSchema)

/**
 * Reads the receipts that payers hold: a JSON list of `{ receipt, signature }` as the gateway gave them.
 * @returns those that the operator signed for this chain and settlement; others prove nothing against it
 * @throws CLI_USAGE without such a file, CLI_FILE_INVALID when it holds something else
 */
export async function readSignedReceipts(
  file: string,
  view: Pick<OutsideView, 'chainId' | 'addresses' | 'operator'>,
): Promise<readonly SignedReceipt[]> {
  const all = await readJsonFile(file, fileSchema)
  if (all === undefined) throw new OpenLedgerError(cliErrors.CLI_USAGE, `there is no file ${file}`)
  const domain = { chainId: view.chainId, verifyingContract: view.addresses.settlement }
  const own: SignedReceipt[] = []
  for (const entry of all) {
    const signer = await recoverReceiptSigner(entry.receipt, domain, entry.signature).catch((error: unknown) => {
      if (OpenLedgerError.find(error) === undefined) throw error
      return undefined
    })
    if (signer === view.operator) own.push(entry)
  }
  return own
}
