import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import type { LlamaEmbeddingContext, LlamaModel, Token } from 'node-llama-cpp'
import { engineErrors } from '../errors.ts'
import type { Compute } from './compute.ts'

/** The embedding model: texts to vectors of length 1. */
export class Embedder {
  readonly #model: LlamaModel
  readonly #context: LlamaEmbeddingContext
  readonly #compute: Compute

  private constructor(model: LlamaModel, context: LlamaEmbeddingContext, compute: Compute) {
    this.#model = model
    this.#context = context
    this.#compute = compute
  }

  /** @param threads fixed for this context: its evaluations are short */
  static async create(model: LlamaModel, compute: Compute, threads: number): Promise<Embedder> {
    const size = model.trainContextSize
    const context = await model.createEmbeddingContext({ contextSize: size, batchSize: size, threads })
    return new Embedder(model, context, compute)
  }

  get dimensions(): number {
    return this.#model.embeddingVectorSize
  }

  /** Most tokens of one text, its two control tokens included. */
  get maxTokens(): number {
    return this.#model.trainContextSize - 1
  }

  /** Tokens of a text as the model reads it: [CLS] text [SEP]. Control names in the text are text. */
  encode(text: string): Token[] {
    const { bos, sep } = this.#model.tokens
    return [...(bos === null ? [] : [bos]), ...this.#model.tokenize(text, false), ...(sep === null ? [] : [sep])]
  }

  /**
   * Mean-pooled vectors of length 1, in the order of the texts.
   * @throws ENGINE_EMBED_TOO_LONG before anything is evaluated
   */
  async embed(texts: readonly string[]): Promise<number[][]> {
    const inputs = texts.map((text, index) => {
      const tokens = this.encode(text)
      if (tokens.length <= this.maxTokens) return tokens
      throw new OpenLedgerError(
        engineErrors.ENGINE_EMBED_TOO_LONG,
        `text ${index} has ${tokens.length} tokens, the most is ${this.maxTokens}`,
        { details: { index, tokens: tokens.length, maxTokens: this.maxTokens } },
      )
    })
    const vectors: number[][] = []
    for (const tokens of inputs) {
      const { vector } = await this.#compute.other(() => this.#context.getEmbeddingFor(tokens))
      const length = Math.hypot(...vector)
      vectors.push(vector.map((x) => x / length))
    }
    return vectors
  }

  async close(): Promise<void> {
    await this.#context.dispose()
    await this.#model.dispose()
  }
}
