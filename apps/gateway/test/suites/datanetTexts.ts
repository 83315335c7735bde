import { createDatanet } from '@openledger/chain/actions/createDatanet.ts'
import { setLicence } from '@openledger/chain/actions/setLicence.ts'
import { setLimits } from '@openledger/chain/actions/setLimits.ts'
import { createUserWallet } from '@openledger/chain/actions/userWallet.ts'
import { datanetTextsSchema } from '@openledger/core/api/datanetTexts.ts'
import { type DatanetDescription, descriptionHash } from '@openledger/core/data/datanetDescription.ts'
import { toAddress } from '@openledger/core/primitives/address.ts'
import { hashText } from '@openledger/core/primitives/hash.ts'
import type { Hex32 } from '@openledger/core/primitives/hex.ts'
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'
import { describe, expect, test } from 'vitest'
import { failure, request } from '../requests.ts'
import type { Stack } from '../stack.ts'

const description: DatanetDescription = {
  format: 'openledger.datanet-description/1',
  title: 'Bird calls <script>',
  text: 'Transcribed songs of the nightingale — with place and hour.',
}
const terms = 'Use it to teach.\nName us.'

/** A Datanet's description and terms, kept under the hashes that the chain has. */
export function datanetTextsSuite(stack: () => Stack): void {
  const read = async (id: Hex32) =>
    datanetTextsSchema.parse((await request(stack().url, 'GET', `/v1/datanets/${id}/description`)).json)
  const put = (id: Hex32, body: unknown) => request(stack().url, 'PUT', `/v1/datanets/${id}/description`, { body })

  describe('what a Datanet says of itself', () => {
    test('texts are taken when they hash to what is on chain, by whomever; no other, and not one of two', async () => {
      const { chain, publisher } = stack()
      const account = privateKeyToAccount(generatePrivateKey())
      const owner = toAddress(account.address)
      await publisher.send({ key: `texts ${owner}`, to: owner, data: '0x', value: 10n ** 18n })
      const wallet = createUserWallet({ chain, account })
      const { datanetId } = await createDatanet(wallet, {
        slug: 'birds',
        treasury: owner,
        rateBps: 500,
        termsHash: hashText(terms),
        metadataHash: descriptionHash(description),
      })
      // The chain is asked, not the index: it is there at once.
      expect(await read(datanetId)).toMatchObject({
        owner,
        description: null,
        terms: null,
        limits: { recordsInAll: 0 },
      })

      const other = { status: 409, code: 'DATANET_TEXT_OTHER' }
      expect(failure(await put(datanetId, { description: { ...description, title: 'Another' } }))).toEqual(other)
      expect(failure(await put(datanetId, { description, terms: `${terms} ` }))).toEqual(other)
      expect((await read(datanetId)).description).toBeNull()

      expect((await put(datanetId, { description, terms })).status).toBe(200)
      expect(await read(datanetId)).toMatchObject({ description, terms, licence: { name: '', text: terms } })

      await setLicence(wallet, { datanetId, name: 'CC-BY-4.0', termsHash: hashText('licence') })
      await setLimits(wallet, { datanetId, limits: { recordsInAll: 500, recordsADay: 20 } })
      expect(failure(await put(datanetId, { licenceText: terms }))).toEqual(other)
      await put(datanetId, { licenceText: 'licence' })
      expect(await read(datanetId)).toMatchObject({
        licence: { name: 'CC-BY-4.0', text: 'licence' },
        terms,
        limits: { recordsInAll: 500, recordsADay: 20 },
      })
    })

    test('of no Datanet nothing is kept; what is too long or has other fields is refused', async () => {
      const id: Hex32 = `0x${'ab'.repeat(32)}`
      expect(failure(await request(stack().url, 'GET', `/v1/datanets/${id}/description`))).toMatchObject({
        status: 404,
      })
      expect(failure(await put(id, { description }))).toEqual({ status: 404, code: 'DATANET_NOT_FOUND' })
      expect((await put(id, { description: { ...description, more: 1 } })).status).toBe(400)
      expect((await put(id, { terms: 'x'.repeat(60_001) })).status).toBe(400)
    })
  })
}
