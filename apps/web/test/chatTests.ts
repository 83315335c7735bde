import { registerModel } from '@openledger/chain/actions/registerModel.ts'
import { transferOpen } from '@openledger/chain/actions/transferOpen.ts'
import { createUserWallet } from '@openledger/chain/actions/userWallet.ts'
import { createChain } from '@openledger/chain/clients/createChain.ts'
import { callSchema } from '@openledger/core/api/calls.ts'
import { callFee } from '@openledger/core/payout/callFee.ts'
import { DEFAULT_SPLIT } from '@openledger/core/payout/splitFee.ts'
import { toAddress } from '@openledger/core/primitives/address.ts'
import { createOpenLedger } from '@openledger/sdk/index.ts'
import { type LocalAccount, parseEther } from 'viem'
import { mnemonicToAccount } from 'viem/accounts'
import { expect, test } from 'vitest'
import type { Page } from '../../../packages/core/test/openBrowser.ts'
import { verifyCall } from './provenanceSteps.ts'
import type { Stack } from './startStack.ts'
import { until } from './until.ts'

/** anvil's first account, whose words are in Foundry's manual; it holds all OPEN of a development chain. */
const FAUCET = 'test test test test test test test test test test test junk'
const PRICE = { inputPrice: 10n ** 13n, outputPrice: 3n * 10n ** 13n }

/** Who has published bird-counter and is signed in with a wallet. */
export type ChatWorld = {
  readonly stack: () => Stack
  readonly developer: { readonly page: () => Page; readonly account: LocalAccount }
  readonly settle: (page: Page, name: string) => Promise<void>
}

/** Paying into a channel from the chat, and two models that answer as one, in a real browser. */
export function testChat({ stack, developer, settle }: ChatWorld): void {
  test('chat: a wallet that has no channel opens one, and gets a key for this tab', async () => {
    const { gatewayUrl, rpcUrl } = stack()
    const page = developer.page()
    const ledger = await createOpenLedger({ gatewayUrl, account: developer.account })
    const { addresses, chainId } = ledger.info
    const chain = createChain({ rpcUrl, chainId, addresses })
    // Another registration of the same training, at a price of its own: for the answers of both.
    const { data: trainings } = await ledger.listTrainingJobs()
    const trained = trainings.find(({ result }) => result !== null)?.result
    if (trained == null) throw new Error('Nothing was trained.')
    const { baseHash, adapterHash, manifestHash, logRoot, indexHash, trainingVersions } = trained
    await registerModel(createUserWallet({ chain, account: developer.account }), {
      ...{ name: 'bird-counter-two', baseHash, adapterHash, manifestHash, logRoot, indexHash, trainingVersions },
      ...{ ...PRICE, retrievalVersions: [], split: DEFAULT_SPLIT },
    })
    await until('the second model', async () =>
      (await ledger.listModels()).data.find(({ id }) => id === 'bird-counter-two'),
    )
    await page.goto('/chat?model=bird-counter')
    await page.getByLabel('Pay into a channel, OPEN').fill('2')
    await page.getByRole('button', { name: 'Open a channel' }).click()
    // The wallet has no OPEN yet: it is said so before anything is sent.
    await page.getByText('WEB_OPEN_SHORT').waitFor()
    await transferOpen(createUserWallet({ chain, account: mnemonicToAccount(FAUCET) }), {
      to: toAddress(developer.account.address),
      balanceAtLeast: parseEther('5'),
    })
    await page.getByRole('button', { name: 'Open a channel' }).click()
    await page.getByRole('button', { name: 'Forget the key' }).waitFor()
    const [channel] = (await ledger.getUsage({})).channels
    expect(channel).toMatchObject({ deposited: parseEther('2').toString() })
    await settle(page, 'chat-own-channel')
  })

  test('chat: two models answer as one by sliders; the receipt has both, each at its price, and holds', async () => {
    const page = developer.page()
    await page.getByLabel('Several as one').check()
    await page.getByLabel('How much of bird-counter', { exact: true }).fill('75')
    await page.getByLabel('How much of bird-counter-two').fill('25')
    await page.getByText('0.750').waitFor()
    await page.getByText('Options').click()
    await page.getByLabel('Most tokens of the answer').fill('24')
    await settle(page, 'chat-mix')
    await page.getByLabel('Your message').fill('How many birds were counted at the dune number 1?')
    await page.getByRole('button', { name: 'Send' }).click()
    const turn = page.locator('.turn')
    await turn.locator('.turn-fee').waitFor()
    const said = await turn.locator('.said-assistant .said-by').textContent()
    expect(said?.split('+').toSorted()).toEqual(['bird-counter*0.75', 'bird-counter-two*0.25'])
    const link = await turn.getByRole('link', { name: 'The whole call' }).getAttribute('href')
    const { receipt } = callSchema.parse(await (await fetch(`${stack().gatewayUrl}/v1${link}`)).json())
    if (receipt === null) throw new Error('There is no receipt.')
    expect(receipt.components.map(({ scalePpm }) => scalePpm).toSorted()).toEqual([250_000, 750_000])
    const { gatewayUrl } = stack()
    const models = (await (await createOpenLedger({ gatewayUrl })).listModels()).data
    const parts = receipt.components.map(({ modelId, scalePpm }) => {
      const price = models.find(({ openledger }) => openledger.modelId === modelId)?.openledger.price
      if (price === undefined) throw new Error(`${modelId} is no model here.`)
      return { scalePpm, price: { inputPrice: BigInt(price.inputPrice), outputPrice: BigInt(price.outputPrice) } }
    })
    expect(receipt.fee).toBe(callFee(receipt, parts).fee.toString())
    await page.locator(`.turn-fee [data-wei="${receipt.fee}"]`).waitFor()
    await turn.getByText('Receipt and check').click()
    await verifyCall(page, 'All that can be checked now holds.')
    await settle(page, 'chat-mix-answer')
    await page.goto(link ?? '')
    for (const name of ['bird-counter', 'bird-counter-two'])
      await page.getByRole('link', { name, exact: true }).first().waitFor()
    await settle(page, 'call-mix')
  })
}
