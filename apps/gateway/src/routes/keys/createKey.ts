import { randomBytes, randomUUID } from 'node:crypto'
import { createKey, type KeyScope } from '@openledger/core/api/keys.ts'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { apiKeys } from '@openledger/db/schema/apiKeys.ts'
import { channels } from '@openledger/db/schema/channels.ts'
import { sessionSigners } from '@openledger/db/schema/sessionSigners.ts'
import { and, eq } from 'drizzle-orm'
import { hashToken } from '../../auth/findKey.ts'
import { keyLimits } from '../../auth/keyLimits.ts'
import { gatewayErrors } from '../../errors.ts'
import { defineHandler } from '../../http/apiHandler.ts'
import { resolveModel } from '../../models/findModels.ts'

/**
 * POST /v1/keys: an API key that spends from a channel, for the channel's payer alone, within the limits that it asks
 * for. Shown once.
 */
export const handler = defineHandler(createKey, async ({ account, body, deps }) => {
  const { channelId, name } = body
  const [channel] = await deps.db.select().from(channels).where(eq(channels.channelId, channelId))
  if (channel === undefined)
    throw new OpenLedgerError(gatewayErrors.KEY_CHANNEL_UNKNOWN, `No channel ${channelId} is on chain.`)
  if (channel.payer !== account) {
    throw new OpenLedgerError(
      gatewayErrors.AUTH_FORBIDDEN,
      `The payer of this channel is ${channel.payer}, not ${account}.`,
    )
  }
  const [signer] = await deps.db
    .select({ address: sessionSigners.address })
    .from(sessionSigners)
    .where(and(eq(sessionSigners.address, channel.signer), eq(sessionSigners.account, account)))
  const { signing = 'gateway' } = body
  if (channel.operator !== deps.operator.address.toLowerCase())
    throw new OpenLedgerError(gatewayErrors.KEY_CHANNEL_FOREIGN, 'The channel has another operator.')
  if ((signing === 'gateway') !== (signer !== undefined)) {
    const what = signing === 'gateway' ? 'a signer whose key this gateway does not hold' : 'this gateway’s own signer'
    throw new OpenLedgerError(
      gatewayErrors.KEY_CHANNEL_FOREIGN,
      `The channel has ${what}; the key’s \`signing\` is ${signing}.`,
    )
  }
  const models = body.models && (await Promise.all(body.models.map((model) => resolveModel(deps, model))))
  const limits = {
    budget: body.budget === undefined ? null : BigInt(body.budget),
    models: models === undefined ? null : [...new Set(models.map(({ modelId }) => modelId))],
    requestsPerMinute: body.requestsPerMinute ?? null,
    tokensPerMinute: body.tokensPerMinute ?? null,
    expiresAt: body.expiresAt === undefined ? null : new Date(body.expiresAt * 1000),
  }
  const apiKey = `ol-${randomBytes(32).toString('base64url')}`
  const keyId = randomUUID()
  const owner = { account, channelId, name, scopes: [...new Set<KeyScope>(body.scopes ?? ['call'])] }
  await deps.db.insert(apiKeys).values({ id: keyId, keyHash: hashToken(apiKey), ...owner, ...limits, signing })
  return { keyId, apiKey, channelId, name, scopes: owner.scopes, limits: keyLimits(limits) }
})
