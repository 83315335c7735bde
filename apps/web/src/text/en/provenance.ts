/** Where an answer comes from: what is shown below it and on its call's page. */
export const provenance = {
  flow: {
    table: 'As a table',
    hint: 'Point at a band, or use the arrow keys, to read what it carries.',
    band: (from: string, to: string, amount: string) => `${from} → ${to}: ${amount}`,
    from: 'From',
    to: 'To',
    amount: 'OPEN',
    others: (count: number) => `${count} others`,
  },
}
