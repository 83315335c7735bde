import { expect, test } from 'vitest'
import { makeCalls, makeWorld } from '../../test/world.ts'
import { oneThreadKit } from '../merkle/packed/treeKit.ts'
import { buildEpoch } from './buildEpoch.ts'
import { epochRoots } from './epochTrees.ts'
import { packedEpochRoots } from './packedEpochRoots.ts'

test('packed roots equal the reference roots, of a whole epoch and of none', async () => {
  const world = makeWorld(6)
  const { leaves } = await buildEpoch({
    ...world.base,
    number: 1n,
    previous: undefined,
    ...(await makeCalls(world, undefined, 9)),
  })
  for (const list of [leaves, { receipts: [], attributions: [], credits: [], payouts: [] }])
    expect((await packedEpochRoots(list, oneThreadKit())).roots).toEqual(epochRoots(list))
})
