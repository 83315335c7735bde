import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { createOpenLedger } from '@openledger/sdk/index.ts'
import { z } from 'zod'
import { type Command, EXIT } from '../command.ts'
import { loadDemoState } from '../demo/demoState.ts'
import { cliErrors } from '../errors.ts'
import { readJsonFile } from '../home/jsonFile.ts'
import { callModel, openAiClient } from '../operations/callModel.ts'
import { requireStack } from '../stack/ensureStack.ts'

export const command: Command = {
  path: ['call'],
  summary: 'ask a model a question, and pay for it',
  usage: 'MODEL QUESTION [--key API_KEY] [--max-tokens N] [--schema FILE]',
  options: {
    key: { type: 'string', help: 'API key (default: the demo’s)' },
    'max-tokens': { type: 'string', help: 'most tokens of the answer (default 128)' },
    schema: { type: 'string', help: 'file with a JSON schema that the answer follows' },
  },
  run: async ({ values, positionals, terminal, paths, json }) => {
    const [model, ...words] = positionals
    const question = words.join(' ')
    const maxTokens = Number(values['max-tokens'] ?? 128)
    if (model === undefined || question === '' || !Number.isInteger(maxTokens) || maxTokens < 1) {
      throw new OpenLedgerError(cliErrors.CLI_USAGE, 'call takes a model and a question; --max-tokens a number from 1')
    }
    const { gatewayUrl } = await requireStack(paths)
    const apiKey = typeof values['key'] === 'string' ? values['key'] : (await loadDemoState(paths)).apiKey
    if (apiKey === null)
      throw new OpenLedgerError(cliErrors.CLI_USAGE, 'call needs --key API_KEY: ./openledger key new makes one')
    const schema = await readSchema(values['schema'])
    const client = openAiClient(await createOpenLedger({ gatewayUrl }), apiKey)
    const answer = await callModel(client, {
      model,
      question,
      maxTokens,
      stream: !json,
      schema,
      onText: (text) => terminal.write(text),
    })
    if (json) terminal.out(JSON.stringify(answer, null, 2))
    else {
      terminal.out()
      terminal.progress(`./openledger explain ${answer.callId}`)
    }
    return EXIT.ok
  },
}

async function readSchema(file: unknown): Promise<Record<string, unknown> | undefined> {
  if (typeof file !== 'string') return undefined
  const schema = await readJsonFile(file, z.record(z.string(), z.unknown()))
  if (schema === undefined) throw new OpenLedgerError(cliErrors.CLI_FILE_INVALID, `${file} is not there`)
  return schema
}
