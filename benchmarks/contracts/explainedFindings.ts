/** A finding of slither that is no weakness here: its detector, a piece of its text, and why. */
type ExplainedFinding = { readonly check: string; readonly where: string; readonly reason: string }

export const explainedFindings: readonly ExplainedFinding[] = [
  {
    check: 'reentrancy-no-eth',
    where: 'Reentrancy in Settlement.finalize(Epoch)',
    reason:
      'The call before the writes is BondVault.lock. The vault was created by this contract, its address is immutable, and lock calls nothing: there is nobody who could re-enter. The bond is asked for first so that a poster without one cannot finalise.',
  },
  {
    check: 'unused-return',
    where: 'Challenges.challenge',
    reason: 'epochOf also gives the times of the epoch; the status already says whether it is open.',
  },
  {
    check: 'unused-return',
    where: 'DatanetRegistry.registerContribution',
    reason:
      'The third value of tryRecover is the argument of the error; signer and error are both checked, and the caller gets BadContributionSignature.',
  },
  {
    check: 'unused-return',
    where: 'ModelRegistry._requireAccess',
    reason: 'Of a version only its Datanet and that it exists matter here; count and data hash are not used.',
  },
  {
    check: 'unused-return',
    where: 'PaymentEscrow._check',
    reason: 'The third value of tryRecover is the argument of the error; signer and error are both checked.',
  },
]
