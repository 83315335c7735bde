/** A finding of slither that is no weakness here: its detector, a piece of its text, and why. */
type ExplainedFinding = { readonly check: string; readonly where: string; readonly reason: string }

export const explainedFindings: readonly ExplainedFinding[] = [
  {
    check: 'reentrancy-no-eth',
    where: 'Reentrancy in Settlement.finalize(Epoch)',
    reason:
      'Four contracts are asked before the writes at most, all at immutable addresses. Challenges.heldUntil, Committee.heldUntil and what the claim vault has paid out are views, so the calls are static and can change nothing, whatever the callee is. BondVault.lock is no view: it writes the bond of this operator and calls nobody, so nothing can come back in; it has to come first, because an operator without its bond cannot finalise.',
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
  {
    check: 'unused-return',
    where: 'PayoutFaults.provePayoutWrong',
    reason:
      'Whether the account had a payout before does not matter here: without one the cumulative is 0, which is what an honest payout then starts from. payoutOf itself requires that absence is shown.',
  },
  {
    check: 'unused-return',
    where: 'PayoutFaults._requireUnpaid',
    reason: 'Only that the account has no leaf is asked; its cumulative is then 0.',
  },
  {
    check: 'unused-return',
    where: 'TreeFaults.provePlainShape',
    reason:
      'The second value says whether nothing follows the node. The fault is judged by the count instead, and a wrong path gives another root than the tree’s, which is not 0.',
  },
  {
    check: 'unused-return',
    where: 'DataDemands._chunkOf',
    reason:
      'Of a chunk of the claims tree only its size is asked here; the levels above it matter when it is answered.',
  },
  {
    check: 'unused-return',
    where: 'DataDemands._requireOpen',
    reason: 'Of an epoch its hash, its status and when it may become final matter here, not when it was posted.',
  },
  {
    check: 'unused-return',
    where: 'PaymentEscrow.collectedAt',
    reason: 'The number of posts is not needed: that the post exists was asked before, here only whether it is final.',
  },
]
