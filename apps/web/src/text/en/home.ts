/** The home page. */
export const home = {
  home: {
    title: 'AI earns money from data. Here is who gets paid for it.',
    lead: 'Each answer of a model is traced to the records that made it. The fee follows, to the wei, and anybody can derive every payment again.',
    chat: 'Ask a model',
    create: 'Create a Datanet',
    verify: 'Check a payment yourself',
    loop: 'The loop, now',
    stations: {
      data: {
        name: 'Data',
        what: 'Contributors sign records; the chain keeps commitments, never content.',
        unit: (n: number) => (n === 1 ? 'record accepted' : 'records accepted'),
        more: (datanets: string, contributors: string) => `${datanets}, ${contributors}`,
      },
      model: {
        name: 'Model',
        what: 'A developer is granted access and trains an adapter on them.',
        unit: (n: number) => (n === 1 ? 'model registered' : 'models registered'),
        more: (versions: string) => `${versions} of data published`,
      },
      call: {
        name: 'Call',
        what: 'An app asks and pays from its channel; every answer leaves a signed receipt.',
        unit: (n: number) => (n === 1 ? 'paid call' : 'paid calls'),
        more: (waiting: string) => `${waiting} in no epoch yet`,
      },
      revenue: {
        name: 'Revenue',
        what: 'Fees are tokens times the price on chain.',
        unit: 'OPEN in fees',
        more: (waiting: string) => `${waiting} OPEN not settled yet`,
      },
      attribution: {
        name: 'Attribution',
        what: 'Which records made the answer, and how much: influence and citations, as integers.',
        unit: (n: number) => (n === 1 ? 'call attributed' : 'calls attributed'),
        more: (flat: string) => `${flat} without a clear source`,
      },
      distribution: {
        name: 'Distribution',
        what: 'An epoch cuts the fees by split and weights, and is posted under bond.',
        unit: 'OPEN paid out',
        more: (claimed: string) => `${claimed} OPEN claimed on chain`,
      },
      incentive: {
        name: 'Re-incentive',
        what: 'Income shows contributors which records are worth bringing.',
        unit: (n: number) => (n === 1 ? 'record has earned' : 'records have earned'),
        more: (contributors: string) => `for ${contributors}`,
      },
    },
    balance: 'The epochs add up',
    fees: 'Fees of all epochs',
    balanceLead: 'What came in, and where it went. Nothing is minted for a call, and a part is always burned.',
    recent: 'Latest calls',
    allCalls: 'All calls',
    empty: 'Nothing has been called yet',
    emptyBody: 'Once an app calls a model, its fee appears here and can be followed to the records behind the answer.',
  },
}
