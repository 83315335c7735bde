import { defineErrors } from '@openledger/core/errors/openLedgerError.ts'

/** What can keep somebody from reviewing, deciding or appealing. */
export const reviewErrors = defineErrors({
  REVIEW_NOT_SET: {
    status: 409,
    type: 'conflict_error',
    hint: 'Nothing to review here: the Datanet’s owner sets a review policy first.',
  },
  REVIEW_FORBIDDEN: {
    status: 403,
    type: 'authentication_error',
    hint: 'Act with an account that the message names.',
  },
  REVIEW_NOT_LISTED: {
    status: 403,
    type: 'authentication_error',
    hint: 'Ask the Datanet’s owner to put your account on its list of reviewers.',
  },
  REVIEW_TEST_NEEDED: {
    status: 403,
    type: 'authentication_error',
    hint: 'Pass the Datanet’s test first: POST /v1/datanets/{datanetId}/review/test.',
  },
  REVIEW_TEST_WAIT: {
    status: 429,
    type: 'rate_limit_error',
    hint: 'Take the test again when the time that the message names has passed.',
  },
  REVIEW_TEST_MISSING: {
    status: 409,
    type: 'conflict_error',
    hint: 'The Datanet’s owner has to add golden questions that you have not seen.',
  },
  REVIEW_TEST_CLOSED: {
    status: 409,
    type: 'conflict_error',
    hint: 'This test is answered: ask for your standing to see how it ended.',
  },
  REVIEW_TEST_INCOMPLETE: {
    status: 400,
    type: 'invalid_request_error',
    hint: 'Answer each question of the test once, with accept or refuse.',
  },
  REVIEW_OWN_RECORD: {
    status: 403,
    type: 'authentication_error',
    hint: 'Leave it to others: nobody reviews or decides what they contributed.',
  },
  REVIEW_TASK_NOT_FOUND: {
    status: 404,
    type: 'not_found_error',
    hint: 'Use the id of a task that was given to your account.',
  },
  REVIEW_TASK_LATE: {
    status: 409,
    type: 'conflict_error',
    hint: 'Its time has run out and it went to somebody else: take a new task.',
  },
  REVIEW_TASK_ANSWERED: {
    status: 409,
    type: 'conflict_error',
    hint: 'It has another answer of yours already; answers do not change.',
  },
  REVIEW_TASK_TAKEN: {
    status: 409,
    type: 'conflict_error',
    hint: 'Take another task: this record has all its reviewers, or had you.',
  },
  REVIEW_TASKS_WASTED: {
    status: 429,
    type: 'rate_limit_error',
    hint: 'Take tasks again tomorrow, and no more than you answer.',
  },
  REVIEW_RECORD_NOT_FOUND: {
    status: 404,
    type: 'not_found_error',
    hint: 'Use the commitment of a record that is reviewed in this Datanet.',
  },
  REVIEW_NOTHING_TO_DECIDE: {
    status: 409,
    type: 'conflict_error',
    hint: 'Nothing is left to do: the record waits for no decision.',
  },
  REVIEW_DECIDER_INVOLVED: {
    status: 403,
    type: 'authentication_error',
    hint: 'Leave it to somebody who neither reviewed nor decided this record before.',
  },
  REVIEW_APPEAL_IMPOSSIBLE: {
    status: 409,
    type: 'conflict_error',
    hint: 'A refusal can be appealed once, by its contributor, within the Datanet’s time.',
  },
  REVIEW_QUESTION_NOT_FOUND: {
    status: 404,
    type: 'not_found_error',
    hint: 'Use the id of a golden question that GET …/review/questions lists.',
  },
  REVIEW_QUESTIONS_TOO_MANY: {
    status: 409,
    type: 'conflict_error',
    hint: 'Retire golden questions that are no longer needed.',
  },
})
