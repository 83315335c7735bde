/** Others judge the answers of a model that is being evaluated. */
export const judging = {
  judging: {
    ask: 'Ask others to judge',
    askLead:
      'They see question, expected answer and two answers, nothing else of this evaluation; of records only those that they may read anyway. They find it on their page Review.',
    address: 'Address of an account',
    addressHint: '0x and 40 digits or letters a to f.',
    addressWrong: 'That is no address.',
    send: 'Ask them',
    end: 'Ask no more',
    endOf: (address: string) => `Ask no more: ${address}`,
    list: 'Answers to judge',
    listLead: 'Developers ask which of two answers is better, without telling whose they are.',
    model: 'Model',
    developer: 'Asked by',
    asked: 'Since',
    left: 'To judge',
    judged: 'Judged',
    kind: 'Evaluation',
    title: 'Answers to judge',
    lead: 'Say which of two answers is better. One is the model’s, one its base’s, in an order drawn by chance.',
    toDo: 'judge answers',
    all: 'All that you are asked',
    of: (name: string) => `Of the model ${name}.`,
    notAsked: 'You are not asked to judge here',
    notAskedBody: 'Its developer has not asked you, asks you no more, or the address is wrong.',
  },
}
