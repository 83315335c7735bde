import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { createOpenAI } from '@ai-sdk/openai'
import { createOpenAICompatible } from '@ai-sdk/openai-compatible'
import { type AIMessageChunk, type BaseMessage, HumanMessage, ToolMessage } from '@langchain/core/messages'
import { tool as langChainTool } from '@langchain/core/tools'
import { ChatOpenAI, OpenAI as LangChainOpenAI, OpenAIEmbeddings } from '@langchain/openai'
import { callSchema } from '@openledger/core/api/calls.ts'
import { createdKeySchema } from '@openledger/core/api/keys.ts'
import { APICallError, cosineSimilarity, embedMany, generateText, isStepCount, Output, streamText, tool } from 'ai'
import { beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { openCredit, request, signedRequest, signIn } from '../requests.ts'
import { BASE_MODEL, EMBEDDING_MODEL, type Stack, testAccount } from '../stack.ts'

const PAYER = 2

const city = z.object({ name: z.string().max(12), people: z.number().int() })
const question = 'Name a city and how many people live there, as JSON.'

/** Clients that people have: each as its own documentation sets it up, with address and key changed and nothing else. */
export function clientSuite(stack: () => Stack): void {
  let apiKey = ''
  let poorKey = ''
  let session = ''
  beforeAll(async () => {
    const credit = await openCredit(stack(), PAYER, 10n ** 18n)
    apiKey = credit.apiKey
    const limits = { channelId: credit.channelId, name: 'poor', budget: '1' }
    const poor = await signedRequest(stack().url, testAccount(PAYER), 'POST', '/v1/keys', limits)
    poorKey = createdKeySchema.parse(poor.json).apiKey
    session = (await signIn(stack().url, testAccount(PAYER))).token
  })
  const baseURL = () => `${stack().url}/v1`

  describe.each(['@ai-sdk/openai', '@ai-sdk/openai-compatible'])('Vercel AI SDK, %s', (provider) => {
    const modelOf = (key: string) =>
      provider === '@ai-sdk/openai'
        ? createOpenAI({ baseURL: baseURL(), apiKey: key }).chat(BASE_MODEL)
        : createOpenAICompatible({
            name: 'openledger',
            baseURL: baseURL(),
            apiKey: key,
            supportsStructuredOutputs: true,
            includeUsage: true,
          }).chatModel(BASE_MODEL)

    test('text, whole and streamed, with what it took; its call has a receipt', async () => {
      const asked = { model: modelOf(apiKey), prompt: 'Say hello.', maxOutputTokens: 8, maxRetries: 0 }
      const whole = await generateText({
        ...asked,
        system: 'Be brief.',
        temperature: 0,
        seed: 1,
        stopSequences: ['zzz'],
      })
      expect(whole.text).not.toBe('')
      expect(['stop', 'length']).toContain(whole.finishReason)
      const callId = whole.response.headers?.['x-openledger-call-id'] ?? ''
      const headers = { authorization: `Bearer ${apiKey}` }
      const call = callSchema.parse((await request(stack().url, 'GET', `/v1/calls/${callId}`, { headers })).json)
      expect(call.receipt).toMatchObject({
        inputTokens: whole.usage.inputTokens,
        outputTokens: whole.usage.outputTokens,
      })
      const stream = streamText({ ...asked, system: 'Be brief.' })
      let text = ''
      for await (const part of stream.textStream) text += part
      expect(text).toBe(whole.text)
      expect(await stream.usage).toMatchObject({ outputTokens: whole.usage.outputTokens })
    })

    test('a completion, whole and streamed, with what it took', async () => {
      const model =
        provider === '@ai-sdk/openai'
          ? createOpenAI({ baseURL: baseURL(), apiKey }).completion(BASE_MODEL)
          : createOpenAICompatible({ name: 'openledger', baseURL: baseURL(), apiKey }).completionModel(BASE_MODEL)
      const asked = { model, prompt: 'Say hello.', maxOutputTokens: 8, maxRetries: 0 }
      const whole = await generateText(asked)
      expect(whole.text).not.toBe('')
      expect(whole.usage.outputTokens).toBeGreaterThan(0)
      let text = ''
      for await (const part of streamText(asked).textStream) text += part
      expect(text).toBe(whole.text)
    })

    test('vectors, the nearer the closer in meaning, with what they took', async () => {
      const model =
        provider === '@ai-sdk/openai'
          ? createOpenAI({ baseURL: baseURL(), apiKey }).textEmbeddingModel(EMBEDDING_MODEL)
          : createOpenAICompatible({ name: 'openledger', baseURL: baseURL(), apiKey }).textEmbeddingModel(
              EMBEDDING_MODEL,
            )
      const { embeddings, usage } = await embedMany({ model, values: ['A river.', 'A stream.', 'A tax form.'] })
      const [river = [], stream = [], form = []] = embeddings
      expect(cosineSimilarity(river, stream)).toBeGreaterThan(cosineSimilarity(river, form))
      expect(usage.tokens).toBeGreaterThan(0)
    })

    test('an answer in the shape of a schema', async () => {
      const { output } = await generateText({
        model: modelOf(apiKey),
        prompt: question,
        output: Output.object({ schema: city }),
        maxRetries: 0,
      })
      expect(city.parse(output)).toEqual(output)
    })

    test('a function that it calls, and the answer after it', async () => {
      const places: string[] = []
      const weather = tool({
        description: 'The weather at a place.',
        inputSchema: z.object({ place: z.string().max(20) }),
        execute: async ({ place }) => {
          places.push(place)
          return 'sunny'
        },
      })
      const { steps } = await generateText({
        model: modelOf(apiKey),
        prompt: 'How is the weather in Rome?',
        tools: { weather },
        prepareStep: ({ stepNumber }) => ({ toolChoice: stepNumber === 0 ? 'required' : 'none' }),
        stopWhen: isStepCount(2),
        maxOutputTokens: 60,
        maxRetries: 0,
      })
      expect(places).toHaveLength(1)
      expect(steps.map(({ finishReason }) => finishReason)[0]).toBe('tool-calls')
      expect(steps[1]?.text).not.toBe('')
    })

    test('no money is an error with its status and words, and is not tried again', async () => {
      const asked = generateText({ model: modelOf(poorKey), prompt: 'Hi' })
      const error = await asked.catch((reason: unknown) => reason)
      if (!APICallError.isInstance(error)) throw error
      expect(error).toMatchObject({ statusCode: 402, isRetryable: false })
      expect(error.message).toContain('wei')
    })
  })

  describe('LangChain', () => {
    const modelOf = (key: string) =>
      new ChatOpenAI({ model: BASE_MODEL, apiKey: key, configuration: { baseURL: baseURL() }, maxTokens: 60 })

    test('text, whole and streamed, with what it took', async () => {
      const messages = [new HumanMessage('Say hello.')]
      const whole = await modelOf(apiKey).invoke(messages)
      expect(whole.text).not.toBe('')
      const parts: AIMessageChunk[] = []
      for await (const part of await modelOf(apiKey).stream(messages)) parts.push(part)
      expect(parts.map(({ text }) => text).join('')).toBe(whole.text)
      const usages = parts.filter((part) => 'usage_metadata' in part && part.usage_metadata !== undefined).map(tokensOf)
      expect(usages).toEqual([tokensOf(whole)])
      expect(tokensOf(whole).output_tokens).toBeGreaterThan(0)
    })

    test.each(['jsonSchema', 'functionCalling', 'jsonMode'] as const)('an answer in a shape, by %s', async (method) => {
      const model = modelOf(apiKey)
      if (method === 'jsonMode') {
        const plain = 'Answer with the JSON object {"ok": true} and nothing else.'
        const found = await model.withStructuredOutput(z.looseObject({}), { method }).invoke(plain)
        expect(found).toBeTypeOf('object')
        return
      }
      expect(city.safeParse(await model.withStructuredOutput(city, { method }).invoke(question)).success).toBe(true)
    })

    test('a function that it calls, and the answer after it', async () => {
      const weather = langChainTool(async () => 'sunny', {
        name: 'get_weather',
        description: 'The weather at a place.',
        schema: z.object({ place: z.string().max(20) }),
      })
      const model = modelOf(apiKey)
      const messages: BaseMessage[] = [new HumanMessage('How is the weather in Rome?')]
      const asks = await model.bindTools([weather], { tool_choice: 'get_weather' }).invoke(messages)
      const [call] = asks.tool_calls ?? []
      if (call === undefined) throw new TypeError('no call')
      const result = await weather.invoke({ ...call, type: 'tool_call' })
      expect(result).toBeInstanceOf(ToolMessage)
      const end = await model.bindTools([weather], { tool_choice: 'none' }).invoke([...messages, asks, result])
      expect(end.text).not.toBe('')
    })

    test('completions of several prompts, and a streamed one', async () => {
      const model = new LangChainOpenAI({
        model: BASE_MODEL,
        apiKey,
        configuration: { baseURL: baseURL() },
        maxTokens: 8,
      })
      const { generations } = await model.generate(['Say hello.', 'Name a city.'])
      const [hello = '', city] = generations.map(([choice]) => choice?.text)
      expect(hello).not.toBe('')
      expect(city).not.toBe(hello)
      let text = ''
      for await (const part of await model.stream('Say hello.')) text += part
      expect(text).toBe(hello)
    })

    test('vectors of documents and of a question', async () => {
      const embeddings = new OpenAIEmbeddings({ model: EMBEDDING_MODEL, apiKey, configuration: { baseURL: baseURL() } })
      const documents = await embeddings.embedDocuments(['A river.', 'A stream.'])
      expect(documents.map(({ length }) => length)).toEqual([384, 384])
      expect(await embeddings.embedQuery('A river.')).toEqual(documents[0])
    })

    test('no money is an error with its status', async () => {
      await expect(modelOf(poorKey).invoke('Hi')).rejects.toMatchObject({ status: 402 })
    })
  })

  const root = resolve(import.meta.dirname, '../../../..')
  /** Runs a Python program of the clients' environment (scripts/setup/clients.sh) and gives what it printed. */
  const python = async (cwd: string, ...args: string[]): Promise<string> => {
    const path = [join(root, '.toolchain/clients'), join(root, 'apps/gateway/test/clients')].join(':')
    const env = {
      ...process.env,
      PYTHONPATH: path,
      PYTHONDONTWRITEBYTECODE: '1',
      OPENLEDGER_MODEL: BASE_MODEL,
      OPENLEDGER_EMBEDDING_MODEL: EMBEDDING_MODEL,
      OPENLEDGER_API_KEY: apiKey,
      OPENLEDGER_SESSION: session,
    }
    const ran = promisify(execFile)(join(root, '.venv/bin/python'), args, { cwd, env, maxBuffer: 2 ** 26 })
    return ran.then(
      ({ stdout }) => stdout,
      (error: Error & { stdout?: string }) => Promise.reject(new Error(`${error.stdout ?? ''}\n${error.message}`)),
    )
  }

  test('OpenAI’s client for Python, whole, streamed, many at once, refused; files of a training', async () => {
    const script = join(root, 'apps/gateway/test/clients/openaiClient.py')
    const answer = z
      .object({
        models: z.array(z.string()),
        callId: z.string(),
        text: z.string().min(1),
        tokens: z.int(),
        streamed: z.string(),
        streamedTokens: z.int(),
        completions: z.array(z.string()),
        completionTokens: z.int(),
        completionStreamed: z.string(),
        dimensions: z.array(z.int()),
        atOnce: z.array(z.string()),
        refused: z.object({ status: z.int(), code: z.string() }),
        untrained: z.object({ status: z.int(), code: z.string() }),
        files: z.object({ listed: z.boolean(), content: z.boolean(), jobs: z.array(z.string()), deleted: z.boolean() }),
      })
      .parse(JSON.parse(await python(root, script, baseURL(), apiKey, poorKey, BASE_MODEL, EMBEDDING_MODEL)))
    expect(answer.models).toContain(BASE_MODEL)
    expect([answer.streamed, answer.streamedTokens]).toEqual([answer.text, answer.tokens])
    expect(answer.atOnce).toEqual(Array.from({ length: 4 }, () => answer.text))
    expect(answer.completions).toEqual([answer.text, answer.text])
    expect(answer.completionStreamed).toBe(answer.text)
    expect(answer.completionTokens).toBe(8)
    expect(answer.dimensions).toEqual([384, 384])
    expect(answer.refused).toEqual({ status: 402, code: 'KEY_BUDGET_SPENT' })
    expect(answer.untrained).toEqual({ status: 409, code: 'FILE_EXAMPLE_UNKNOWN' })
    expect(answer.files).toEqual({ listed: true, content: true, jobs: [], deleted: true })
    const headers = { authorization: `Bearer ${apiKey}` }
    const call = callSchema.parse((await request(stack().url, 'GET', `/v1/calls/${answer.callId}`, { headers })).json)
    expect(call.answer).toBe(answer.text)
  })

  test('schemathesis finds nothing: every route is as /openapi.json has it, whatever is sent', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'openledger-schemathesis-'))
    const config = join(root, 'apps/gateway/test/clients/schemathesis.toml')
    const run = ['-m', 'schemathesis.cli', '--config-file', config, 'run', `${stack().url}/openapi.json`]
    // What the schema's limits are is asked whole each time; what is drawn by chance, more of nightly.
    const drawn = process.env['OPENLEDGER_NIGHTLY'] === undefined ? '3' : '50'
    const how = [
      '--phases',
      'examples,coverage,fuzzing',
      '-n',
      drawn,
      '--seed',
      '1',
      '--no-color',
      '--request-timeout',
      '60',
    ]
    const output = await python(folder, ...run, ...how)
    expect(output).toMatch(/Test cases:\s+\d{3,} generated, \d{3,} passed/)
    await rm(folder, { recursive: true })
  }, 600_000)

  test('curl, whole and streamed', async () => {
    const curl = async (...args: string[]) => {
      const sent = ['-sS', '-H', `authorization: Bearer ${apiKey}`, '-H', 'content-type: application/json', ...args]
      return (await promisify(execFile)('curl', sent)).stdout
    }
    const body = { model: BASE_MODEL, messages: [{ role: 'user', content: 'Say hello.' }], max_tokens: 4 }
    const url = `${baseURL()}/chat/completions`
    const whole = await curl(url, '-d', JSON.stringify(body))
    const { choices } = z
      .object({ choices: z.array(z.object({ message: z.object({ content: z.string() }) })) })
      .parse(JSON.parse(whole))
    const lines = (await curl('-N', url, '-d', JSON.stringify({ ...body, stream: true }))).trim().split('\n\n')
    const chunkSchema = z.object({
      choices: z.array(z.object({ delta: z.object({ content: z.string().optional() }) })),
    })
    const parts = lines
      .filter((line) => line !== 'data: [DONE]')
      .map((line) => chunkSchema.parse(JSON.parse(line.slice('data: '.length))).choices[0]?.delta.content ?? '')
    expect(lines.at(-1)).toBe('data: [DONE]')
    expect(parts.join('')).toBe(choices[0]?.message.content)
  })
}

/** What LangChain says that a message took. */
function tokensOf(message: object) {
  const tokens = z.object({ input_tokens: z.int(), output_tokens: z.int() })
  return z.object({ usage_metadata: tokens }).parse(message).usage_metadata
}
