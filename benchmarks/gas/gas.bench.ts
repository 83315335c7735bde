import type { Bench, BenchContext } from '../lib/bench.ts'
import { compilePeers } from './compilePeers.ts'
import { withGasWorld } from './gasWorld.ts'
import { measureOurGas, type OurGas } from './ourGas.ts'
import { measureCoordinator, measureDistributor, measurePullSplit } from './peerGas.ts'

const median = (values: readonly number[]) => values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0
const each = (gas: number, count: number) => Math.round(gas / count)

/** Gas by receipt, ours and re-statements of others' designs, on one chain in one run. */
export const bench: Bench = {
  name: 'gas',
  summary: 'gas of claims, posts and collection, beside re-statements of other payout contracts',
  parts: ['all'],
  run: async (context) => {
    const compiled = compilePeers(context.root)
    await withGasWorld(async (world) => {
      context.progress(`EVM: ${world.hardFork}`)
      const peers = {
        distributor: await measureDistributor(world, compiled),
        split: await measurePullSplit(world, compiled),
        coordinator: await measureCoordinator(world, compiled),
      }
      context.progress('the peers are measured; now ours, with trees of 131,072 accounts')
      report(context, world.hardFork, await measureOurGas(world), peers)
    })
  },
}

type Peers = {
  readonly distributor: Awaited<ReturnType<typeof measureDistributor>>
  readonly split: Awaited<ReturnType<typeof measurePullSplit>>
  readonly coordinator: Awaited<ReturnType<typeof measureCoordinator>>
}

function report(context: BenchContext, hardFork: string, ours: OurGas, peers: Peers): void {
  const evm = `EVM ${hardFork}, by receipt`
  const row = (name: string, value: number, bar: number | null, note: string) =>
    context.row({
      name,
      value,
      unit: 'gas',
      bar: bar === null ? null : `≤ ${bar}`,
      ok: bar === null ? null : value <= bar,
      note: `${evm}; ${note}`,
    })
  const single = { distributor: median(peers.distributor.claims), coordinator: median(peers.coordinator.claims) }
  const batch = { coordinator: each(peers.coordinator.processOf50, 50), split: each(peers.split.distributeOf50, 50) }
  const withdrawal = median(peers.split.withdrawals)
  const pushed = median(ours.claims)
  const used = 'the account has a balance and has claimed before, 17 siblings'

  row('repeat claim, pushed', pushed, 62_000, `median of ${ours.claims.length}; ${used}`)
  row(
    'repeat claim, pushed, against the best of the others',
    pushed,
    Math.min(single.distributor, single.coordinator),
    `the least of: distributor-style ${single.distributor}, two-level ${single.coordinator}`,
  )
  const internal = median(ours.claimsToBalance)
  row(
    'repeat claim, internal',
    internal,
    50_000,
    `to a balance in the operator's vault; median of ${ours.claimsToBalance.length}; ${used}`,
  )
  row('withdrawal of a balance', median(ours.withdrawals), null, `median of ${ours.withdrawals.length}`)
  const others = Math.min(batch.coordinator, batch.split)
  const peers50 = `an account; the least of: two-level ${batch.coordinator} (pushed), pull-split ${batch.split} (no proof, fixed recipients)`
  const beside = `${used}; neighbours in the claims tree, as one who pays everybody batches them`
  const spread = `${used}; from all over the tree`
  row('batch of 50 by multiproof, internal, an account', each(ours.neighboursToBalance, 50), 25_000, beside)
  row(
    'batch of 50 by multiproof, internal, against the best of the others',
    each(ours.neighboursToBalance, 50),
    others,
    peers50,
  )
  row('batch of 50 by multiproof, pushed, an account', each(ours.neighboursPushed, 50), null, beside)
  row('batch of 50 spread accounts, internal, an account', each(ours.spreadToBalance, 50), 25_000, spread)
  row(
    'batch of 50 spread accounts, internal, against the best of the others',
    each(ours.spreadToBalance, 50),
    others,
    peers50,
  )
  row('batch of 50 spread accounts, pushed, an account', each(ours.spreadPushed, 50), null, spread)
  row(
    'epoch post',
    Math.max(ours.post, ours.postOfMore),
    130_000,
    "the greater of an epoch of 150,000 and one of 5 × 10^8 receipts; in the place of an epoch 128 before, the operator's steady state",
  )
  row('epoch post in a new place', ours.postInNewPlace, null, "one of the operator's first 128 epochs")
  row(
    'growth of a post from 150,000 to 5 × 10^8 receipts',
    ours.postOfMore - ours.post,
    500,
    'what differs are the bytes of counts and sums in the calldata',
  )
  row('finalisation', ours.finalize, null, 'burns')
  const collection = ours.collectOf50 / 50
  row(
    'collection, a voucher in batches of 50',
    Math.round(collection),
    30_000,
    'session signers, channels collected from in three epochs before',
  )
  context.row({
    name: 'collection, a paid call',
    value: Number((collection / 10_000).toFixed(3)),
    unit: 'gas',
    bar: '≤ 3',
    ok: collection / 10_000 <= 3,
    note: `${evm}; 10,000 calls a voucher, batches of 50`,
  })
  const perCall = (ours.collectOf15 + ours.post) / 150_000
  context.row({
    name: 'collection and post, a paid call',
    value: Number(perCall.toFixed(3)),
    unit: 'gas',
    bar: '≤ 4',
    ok: perCall <= 4,
    note: `${evm}; an epoch of 150,000 calls: one batch of 15 vouchers (${ours.collectOf15}) and the post (${ours.post})`,
  })
  row('peer: distributor-style claim', single.distributor, null, `re-statement; median of 10; ${used}`)
  row('peer: distributor-style change of root', peers.distributor.setRoot, null, 'by an owner, without bond or window')
  row('peer: two-level claim', single.coordinator, null, `re-statement; median of 10; ${used}, two tokens an earner`)
  row('peer: two-level batch of 50, an earner', batch.coordinator, null, `re-statement; ${used}`)
  row('peer: two-level root submission', peers.coordinator.submitRoot, null, 'by an updater, without bond')
  row(
    'peer: pull-split distribution to 50, a recipient',
    batch.split,
    null,
    'credits a balance; no proof, the recipients are fixed',
  )
  row('peer: pull-split withdrawal', withdrawal, null, 'what moves the credited balance to its owner')
}
