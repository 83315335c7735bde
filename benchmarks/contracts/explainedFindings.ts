/** A finding of slither that is no weakness here: its detector, a piece of its text, and why. */
type ExplainedFinding = { readonly check: string; readonly where: string; readonly reason: string }

export const explainedFindings: readonly ExplainedFinding[] = [
  {
    check: 'reentrancy-no-eth',
    where: 'Reentrancy in Settlement.finalize(Epoch)',
    reason:
      'What is asked before the writes are Challenges.heldUntil and Committee.heldUntil, at immutable addresses, and unclaimed() of the claim vault that Settlement made itself: views, so the calls are static and can change nothing. BondVault.lock, which Settlement made too, is no view: it writes the bond of this operator and calls nobody, so nothing can come back in; it has to come first, because an operator without its bond cannot finalise.',
  },
  {
    check: 'arbitrary-send-erc20',
    where: 'ExactTransfer.pull',
    reason:
      'An internal function. Its callers pass msg.sender, but BondVault.lockPoster, which only Settlement calls, with the account that called postEpoch: nobody’s allowance is used but that of who sends the transaction.',
  },
  {
    check: 'incorrect-equality',
    where: 'ExactTransfer.requireReceived',
    reason:
      'What came in between two readings in one call, not a balance that somebody can send to beforehand; another amount must be refused, a greater one too.',
  },
  {
    check: 'incorrect-equality',
    where: 'DatanetRatings.refresh',
    reason: 'Whether a stake weighs anything. It is read of the second before, which nobody can change any more.',
  },
  {
    check: 'incorrect-equality',
    where: 'DatanetRatings._replace',
    reason:
      'Whether a rating counts, the one before and the new one: weight 0 is none, and the number of raters follows it exactly.',
  },
  {
    check: 'incorrect-equality',
    where: 'RewardStream.advance',
    reason:
      'Whether nobody stakes or no time has passed: then nothing is paid out. passed is cut to remaining just before, so that equality is the end of the period.',
  },
  {
    check: 'incorrect-equality',
    where: 'DatanetRegistry.registeredBy',
    reason:
      'Whether the counter is of today: it is set to the running day by _use, and another day means that nothing was registered today.',
  },
  {
    check: 'incorrect-equality',
    where: 'Committee._requireUnjudged',
    reason: 'Compares values of an enumeration.',
  },
  {
    check: 'uninitialized-local',
    where: 'ReceiptFaults.proveChannelStart',
    reason:
      'The empty receipt is meant: what a channel begins from when no epoch before has a receipt of it, as _follows says.',
  },
  {
    check: 'uninitialized-local',
    where: 'LeafRuns.requireReceiptAbsent',
    reason: 'Both fields that LeafOrder.ascends compares are set in the next line; the others do not matter there.',
  },
  {
    check: 'uninitialized-local',
    where: 'AttributionFaults.proveWeights',
    reason: 'Sums that start from 0.',
  },
  {
    check: 'unused-return',
    where: 'Challenges.challenge',
    reason: 'epochOf also gives the times of the epoch; the status already says whether it is open.',
  },
  {
    check: 'unused-return',
    where: 'Origins.requireSignedRun',
    reason:
      'hashReceipt also gives the leaf, which requireHeld has hashed from the receipt itself; the third value of tryRecover is the argument of the error, and signer and error are both checked.',
  },
  {
    check: 'unused-return',
    where: 'Origins.requireRecordOrigin',
    reason:
      'contributorOf and holderOf revert unless the record stands where it is said to; whose it is matters to who reads the answer, not here.',
  },
  {
    check: 'unused-return',
    where: 'DatanetRegistry._requireSignature',
    reason:
      'The third value of tryRecover is the argument of the error; signer and error are both checked, and where they do not hold the account’s code is asked.',
  },
  {
    check: 'unused-return',
    where: 'DatanetRegistry._push',
    reason: 'push answers the values before and after, which are not needed.',
  },
  {
    check: 'unused-return',
    where: 'OwnershipHistory._update',
    reason: 'push answers the values before and after, which are not needed.',
  },
  {
    check: 'unused-return',
    where: 'RecordDisputes._mark',
    reason: 'push answers the values before and after, which are not needed.',
  },
  {
    check: 'unused-return',
    where: 'StakePool._set(',
    reason: 'push answers the values before and after, which are not needed.',
  },
  {
    check: 'unused-return',
    where: 'StakePool._setShares(',
    reason: 'push answers the values before and after, which are not needed.',
  },
  {
    check: 'unused-return',
    where: 'StakePool.slash(',
    reason: 'push answers the values before and after, which are not needed.',
  },
  {
    check: 'unused-return',
    where: 'ModelRegistry._requireAccess',
    reason: 'Of a version only its Datanet and that it exists matter here; count and data hash are not used.',
  },
  {
    check: 'unused-return',
    where: 'ModelRegistry._requireFeesPaid',
    reason: 'Of a version only its Datanet matters here: that it exists was required by _requireAccess.',
  },
  {
    check: 'unused-return',
    where: 'TrainingFees.pay',
    reason: 'Of a version only its Datanet and that it exists matter here; count and data hash are not used.',
  },
  {
    check: 'unused-return',
    where: 'TrainingFees._creditRate',
    reason: 'Only the rate part is dealt out here; what splitRecord leaves goes to the pool.',
  },
  {
    check: 'unused-return',
    where: 'TrainingFees._credit(',
    reason: 'Of a version its Datanet and its count matter here; that it exists was required when its fee was paid.',
  },
  {
    check: 'unused-return',
    where: 'TrainingFees._isRun',
    reason: 'Of a version only its count matters here; an unknown one has none, so that no run fits.',
  },
  {
    check: 'unused-return',
    where: 'RecordRuns.contributorOf',
    reason: 'Of a version only its count matters here; an unknown one has none, so that no leaf is held.',
  },
  {
    check: 'unused-return',
    where: 'RecordRuns.requireAbsent',
    reason: 'Of a version only its count matters here; an unknown one has none, and so no record.',
  },
  {
    check: 'unused-return',
    where: 'CreditFaults._holdersOf',
    reason:
      'Of a version only its Datanet matters here: that it exists follows from the leaf that contributorOf has just shown in it.',
  },
  {
    check: 'unused-return',
    where: 'AttributionFaults.proveFlatForeign',
    reason: 'Of a version only its Datanet matters here. That of an unknown one is 0.',
  },
  {
    check: 'unused-return',
    where: 'AttributionFaults._datanetsOf',
    reason: 'Of a version only its Datanet matters here. That of an unknown one is 0.',
  },
  {
    check: 'unused-return',
    where: 'CallMoney.feesOf',
    reason:
      'When a price took effect is not asked here: a receipt with a price of another time is a fault of its own (provePrice).',
  },
  {
    check: 'unused-return',
    where: 'ReceiptFaults.provePrice',
    reason: 'Only whether and since when the price version exists is asked, not what the price is.',
  },
  {
    check: 'unused-return',
    where: 'ReceiptFaults.proveTime',
    reason: 'Only the epoch’s hash and the time of its post matter here.',
  },
  {
    check: 'unused-return',
    where: 'ReceiptFaults._twoEpochs',
    reason: 'Only the epoch’s hash and its status matter here, not its times.',
  },
  {
    check: 'unused-return',
    where: 'ReceiptFaults.proveEquivocation',
    reason:
      'Two receipts are compared by their struct hashes; only the other one’s signature, and so its digest, is checked: the first is in the epoch.',
  },
  {
    check: 'unused-return',
    where: 'ReceiptFaults._requireSigned',
    reason: 'The third value of tryRecover is the argument of the error; signer and error are both checked.',
  },
  {
    check: 'unused-return',
    where: 'Committee._requireWindow',
    reason: 'Of an epoch its hash, its status and the end of its window matter here, not when it was posted.',
  },
  {
    check: 'unused-return',
    where: 'PaymentEscrow.checkVoucher',
    reason: 'The third value of tryRecover is the argument of the error; with an error the signer is taken as nobody.',
  },
  {
    check: 'unused-return',
    where: 'PaymentEscrow.collect(',
    reason: 'The third value of tryRecover is the argument of the error; with an error the signer is taken as nobody.',
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
    where: 'Staking.createPool',
    reason: 'The address is the one that poolOf has foretold: cloneDeterministic reverts if it cannot create there.',
  },
  {
    check: 'unused-return',
    where: 'RecordDisputes.forward',
    reason: 'The address is the one that potOf has foretold: cloneDeterministic reverts if it cannot create there.',
  },
  {
    check: 'unused-return',
    where: 'TreeFaults.provePlainShape',
    reason:
      'The second value says whether nothing follows the node. The fault is judged by the count instead, and a wrong path gives another root than the tree’s, which is not 0.',
  },
  {
    check: 'divide-before-multiply',
    where: 'ClaimsNodes.chunkOfLeaf',
    reason: 'Dividing first is what is wanted: the greatest multiple of a chunk’s levels below the depth.',
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
]
