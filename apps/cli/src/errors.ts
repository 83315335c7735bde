import { defineErrors } from '@openledger/core/errors/openLedgerError.ts'

/** What can go wrong in the command line itself; other areas' errors pass through with their own codes. */
export const cliErrors = defineErrors({
  CLI_USAGE: { status: 400, type: 'invalid_request_error', hint: 'Run the command with --help to see what it takes.' },
  CLI_ENVIRONMENT: {
    status: 400,
    type: 'invalid_request_error',
    hint: 'Correct or unset the environment variable that the message names.',
  },
  CLI_UNKNOWN_COMMAND: { status: 404, type: 'not_found_error', hint: 'Run ./openledger help to see every command.' },
  CLI_STOPPED: { status: 499, type: 'server_error', hint: 'Run the same command again: what was finished stays.' },
  CLI_NOT_RUNNING: { status: 503, type: 'server_error', hint: 'Start it with ./openledger up, then try again.' },
  CLI_START_FAILED: {
    status: 500,
    type: 'server_error',
    hint: 'Read the log that the message names, then run the command again.',
  },
  CLI_ACCOUNT_UNKNOWN: {
    status: 404,
    type: 'not_found_error',
    hint: 'Make the account with ./openledger account new NAME, or list them with ./openledger account list.',
  },
  CLI_FILE_INVALID: {
    status: 400,
    type: 'invalid_request_error',
    hint: 'Repair or remove the file that the message names; ./openledger reset starts afresh.',
  },
  CLI_LINE_NOT_A_RECORD: {
    status: 400,
    type: 'invalid_request_error',
    hint: 'Write one JSON object a line and upload the file again.',
  },
  CLI_NOTHING_ACCEPTED: {
    status: 409,
    type: 'conflict_error',
    hint: 'Upload records first, and read why they were refused.',
  },
  CLI_DATABASE_DIFFERS: {
    status: 409,
    type: 'conflict_error',
    hint: 'Unset OPENLEDGER_DATABASE_URL or name another --home; docs/postgresql.md says how books are moved.',
  },
  CLI_RESET_FAILED: {
    status: 503,
    type: 'server_error',
    hint: 'Nothing was removed. Start PostgreSQL and try again, or remove its tables and the state folder by hand.',
  },
  CLI_NOT_A_HOME: {
    status: 409,
    type: 'conflict_error',
    hint: 'Check --home or OPENLEDGER_HOME; remove the folder by hand if it is really the one.',
  },
  CLI_TIMEOUT: {
    status: 504,
    type: 'server_error',
    hint: 'Look at ./openledger status and ./openledger logs; running the command again goes on where it stopped.',
  },
  CLI_JOB_FAILED: {
    status: 500,
    type: 'server_error',
    hint: 'Read the message and ./openledger logs; running the command again goes on where it stopped.',
  },
  CLI_HUB_TOKEN: {
    status: 401,
    type: 'authentication_error',
    hint: 'Make a token that may write at huggingface.co/settings/tokens, and give it in the environment variable HF_TOKEN.',
  },
  CLI_HUB_FAILED: {
    status: 503,
    type: 'server_error',
    hint: 'The folder is here, whole: check token and name of the repository, then push it again with model export --push.',
  },
  CLI_VERIFY_FAILED: {
    status: 422,
    type: 'invalid_request_error',
    hint: 'Do not trust this epoch: keep the output and ask the operator, or challenge it.',
  },
})
