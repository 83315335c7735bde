import { setTimeout as sleep } from 'node:timers/promises'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { z } from 'zod'
import { engineErrors } from '../errors.ts'
import type { ChatTokenizer } from '../llamacpp/tokenizer.ts'
import type { EngineLogger } from '../logger.ts'
import { checkServer, type ServerFacts } from './server/checkServer.ts'
import type { VllmClient } from './server/vllmClient.ts'

/** How often a server that is away is looked for, ms. */
const LOOK_AGAIN_ms = 1_000

/** The server as the engine knows it: looked at before it is used, and again after it was away. */
export class VllmServer {
  readonly client: VllmClient
  /** Name of the base there. */
  readonly servedName: string
  readonly #tokenizer: ChatTokenizer
  readonly #logger: EngineLogger
  #facts: ServerFacts | undefined
  #checking: Promise<ServerFacts> | undefined

  constructor(client: VllmClient, servedName: string, tokenizer: ChatTokenizer, logger: EngineLogger) {
    this.client = client
    this.servedName = servedName
    this.#tokenizer = tokenizer
    this.#logger = logger
  }

  /** Waits until the server answers. @throws ENGINE_SERVER_AWAY after `wait_ms`, ENGINE_SERVER_UNFIT at once */
  async start(wait_ms: number): Promise<ServerFacts> {
    const until = Date.now() + wait_ms
    for (let isTold = false; ; isTold = true) {
      try {
        return await this.facts()
      } catch (error) {
        if (!isAway(error) || Date.now() > until) throw error
        if (!isTold) this.#logger.warn('waiting for the vLLM server', { reason: String(error) })
        await sleep(LOOK_AGAIN_ms)
      }
    }
  }

  /** What the server was found to be. @throws ENGINE_SERVER_* */
  facts(): Promise<ServerFacts> {
    if (this.#facts !== undefined) return Promise.resolve(this.#facts)
    this.#checking ??= checkServer(this.client, this.servedName, this.#tokenizer)
      .then((facts) => {
        this.#logger.info('the vLLM server is there', { ...facts })
        this.#facts = facts
        return facts
      })
      .finally(() => {
        this.#checking = undefined
      })
    return this.#checking
  }

  /** To be told of every failure: a server that was away may come back as another one. */
  failed(error: unknown): void {
    const code = OpenLedgerError.find(error)?.code
    if (isAway(error) || code === engineErrors.ENGINE_STREAM_CUT.code) this.#facts = undefined
  }

  /** Whether it says that it can work now. */
  async isHealthy(): Promise<boolean> {
    const answer = await this.client.tell('/health', { silence_ms: 5_000 }).catch(() => undefined)
    return z.string().safeParse(answer).success
  }
}

function isAway(error: unknown): boolean {
  return OpenLedgerError.find(error)?.code === engineErrors.ENGINE_SERVER_AWAY.code
}
