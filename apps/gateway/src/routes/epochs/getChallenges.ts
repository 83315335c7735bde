import { challengesSchema, getChallenges } from '@openledger/core/api/challenges.ts'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { toAddress } from '@openledger/core/primitives/address.ts'
import { epochs } from '@openledger/db/schema/epochs.ts'
import { eq } from 'drizzle-orm'
import { readVoided } from '../../epochs/readVoided.ts'
import { gatewayErrors } from '../../errors.ts'
import { defineHandler } from '../../http/apiHandler.ts'

/** GET /v1/epochs/{number}/challenges: what others did about it, by the chain. */
export const handler = defineHandler(getChallenges, async ({ params: { number }, deps }) => {
  const { db, chain } = deps
  const [epoch] = await db
    .select({ number: epochs.number })
    .from(epochs)
    .where(eq(epochs.number, BigInt(number)))
  if (epoch === undefined) throw new OpenLedgerError(gatewayErrors.EPOCH_NOT_FOUND, `There is no epoch ${number}.`)
  const operator = toAddress(deps.operator.address)
  const { standing, posts, poster, demands, requests } = await chain.challengesOf(operator, epoch.number)
  return challengesSchema.parse({
    number,
    standing,
    posts,
    poster: poster ?? null,
    demands: demands.map(({ deadline, ...demand }) => ({ ...demand, deadline: Number(deadline) })),
    committee: requests.map(({ requestId, callId, requester, stage, outcome, deadline, members }) => ({
      ...{ requestId, callId, requester, stage, outcome, members },
      deadline: Number(deadline),
    })),
    ...(await readVoided(db, operator, epoch.number)),
  })
})
