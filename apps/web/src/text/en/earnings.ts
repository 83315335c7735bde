import { plural } from './plural.ts'

/** Earnings. */
export const earnings = {
  earnings: {
    title: 'Earnings',
    lead: 'What your records, Datanets and models have earned, to the wei.',
    toDo: 'see and claim what you have earned',
    pending: 'Pending',
    pendingHint: (calls: number) =>
      `in calls that wait for their epoch, and in posted epochs that may still be challenged${calls === 0 ? '' : `; ${plural(calls, 'call is', 'calls are')} not attributed yet`}`,
    toClaim: 'To claim',
    toClaimHint: 'in final epochs, not paid out yet',
    claimed: 'Claimed',
    claimedHint: 'paid to your account on chain',
    claim: 'Claim',
    claiming: 'Claiming',
    claimLead: {
      wallet:
        'Your wallet sends it, on the ledger’s chain; or the operator does, and pays the gas. The contract pays your account either way.',
      kept: 'The gateway sends it with your account’s key and pays the gas. The contract pays your account.',
    },
    nothingDue: 'Nothing is to be claimed now.',
    claimThis: (amount: string) => `Claim ${amount} OPEN`,
    byOperator: 'Let the operator send it',
    none: 'Nothing earned yet',
    noneBody: 'Once a model answers from your records and an epoch is posted, its credits are listed here.',
    epochs: 'By epoch',
    epochsLead: 'A statement has a line for each credit: call, model, record, amount in wei.',
    all: 'All statements, CSV',
    epoch: 'Epoch',
    status: 'Status',
    statement: 'Statement',
    statementOf: (epoch: number) => `Statement of epoch ${epoch}, CSV`,
    csv: 'CSV',
    amount: 'OPEN',
    models: 'By model',
    model: 'Model',
    calls: 'Calls',
    datanets: 'By Datanet',
    datanet: 'Datanet',
    noDatanet: 'no record: operating, models, stakers',
    records: 'By record',
    recordsLead: 'Every credit, the newest epoch first.',
  },
}
