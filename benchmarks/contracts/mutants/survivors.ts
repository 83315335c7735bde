/** A mutant that no test kills, and why that is so: mostly because it does what the contract does. */
type ExplainedSurvivor = { readonly id: string; readonly what: string; readonly reason: string }

export const explainedSurvivors: readonly ExplainedSurvivor[] = [
  {
    id: '61040a60ccf7e083',
    what: 'ClaimVault._reserve: sum > _held → true',
    reason:
      'Reads the balance and renews the bound with each claim instead of when it is reached: the same claims are paid and refused, for more gas, which the gas snapshot shows.',
  },
  {
    id: '31929e346ba1ebca',
    what: 'RewardStream.advance: passed > remaining → passed >= remaining',
    reason: 'Where they are equal, the one is set to the other: nothing changes.',
  },
  {
    id: '719634af8abed6b5',
    what: 'RewardStream.earned: the two factors of mulDiv exchanged',
    reason: 'A product does not depend on the order of its factors.',
  },
  {
    id: 'ac8c55b5a0a6cc15',
    what: 'RewardStream.ONE: 2^96 → 2^97',
    reason:
      'The unit of perShare, in which nothing leaves the library: a finer one rounds later, by less than a wei a step.',
  },
  {
    id: '42fa2ab7b13fb061',
    what: 'BondVault.slash: keep < left → keep <= left',
    reason: 'Where they are equal, both branches give that value.',
  },
  {
    id: 'ddfd5fb7883b98e1',
    what: 'StakePool.stakeAt: the two factors of mulDiv exchanged',
    reason: 'A product does not depend on the order of its factors.',
  },
  {
    id: '448b763f65f13636',
    what: 'Committee._pay: a part > 0 → >= 0',
    reason: 'A transfer of 0 more, where members keep all of their price or none of it.',
  },
  {
    id: '20ba7111d139b34f',
    what: 'Committee._refund: amount > 0 → amount > 1',
    reason: 'Differs where a member’s price is a single wei; deployments have 10^18 of them.',
  },
]
