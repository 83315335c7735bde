import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import type { LlamaModel, Token } from 'node-llama-cpp'
import { type ChatTemplate, chooseTemplate, controlsOf } from '../chat/chatTemplates.ts'
import { renderChat } from '../chat/renderChat.ts'
import type { Message, TokenizeResult } from '../engine.ts'
import { engineErrors } from '../errors.ts'

/** Text of one conversation to tokens, and tokens back to text, with one model's vocabulary. */
export class ChatTokenizer {
  readonly #model: LlamaModel
  readonly #template: ChatTemplate
  readonly #controls: ReadonlyMap<string, Token>
  readonly vocabularySize: number

  readonly #vocabulary: readonly string[]
  readonly #isByteLevel: boolean
  #ends: readonly Token[] | undefined

  /** @throws ENGINE_MODEL_UNREADABLE when the vocabulary has no control token that could end an answer */
  constructor(model: LlamaModel) {
    this.#model = model
    const { tokens, model: kind } = model.fileInfo.metadata.tokenizer.ggml
    this.#vocabulary = tokens
    this.#isByteLevel = kind === 'gpt2'
    this.vocabularySize = this.#vocabulary.length
    const named = (token: Token | null) => (token === null ? undefined : tokens[token])
    const template = chooseTemplate({
      isControl: (name) => controlToken(model, name) !== undefined,
      bos: model.tokens.shouldPrependBosToken ? named(model.tokens.bos) : undefined,
      eos: named(model.tokens.eos),
    })
    if (template === undefined)
      throw new OpenLedgerError(engineErrors.ENGINE_MODEL_UNREADABLE, 'the model’s vocabulary has no control tokens')
    this.#template = template
    this.#controls = new Map(
      [...controlsOf(template)].flatMap((name) => {
        const token = controlToken(model, name)
        return token === undefined ? [] : [[name, token] as const]
      }),
    )
  }

  /** The rendered prompt. Control tokens come from the rendering alone, never from content. */
  encodeChat(messages: readonly Message[]): Token[] {
    return renderChat(messages, this.#template).flatMap((piece) => {
      if ('text' in piece) return this.encodeText(piece.text)
      const token = this.#controls.get(piece.control)
      return token === undefined ? [] : [token]
    })
  }

  /** Tokens of plain text; the names of control tokens in it are text. */
  encodeText(text: string): Token[] {
    return this.#model.tokenize(text, false)
  }

  /** The tokens of plain text with the bytes that each stands for. @throws ENGINE_TOKENS_NOT_BYTES */
  tokenize(text: string): TokenizeResult {
    const tokens = this.encodeText(text)
    const byteLengths = tokens.map((token) => this.byteLength(token))
    if (byteLengths.reduce((sum, length) => sum + length, 0) !== Buffer.byteLength(text))
      throw new OpenLedgerError(
        engineErrors.ENGINE_TOKENS_NOT_BYTES,
        `The tokens of the base do not stand for the bytes of a text of ${Buffer.byteLength(text)} bytes.`,
      )
    return { tokens, byteLengths }
  }

  /**
   * Bytes of UTF-8 that a token of plain text stands for. A byte-level BPE vocabulary (Radford et al., Language Models are
   * Unsupervised Multitask Learners, 2019) writes each byte as one character; SentencePiece writes a blank as `▁`, and a byte
   * that is no character of the vocabulary as `<0x0A>`.
   */
  byteLength(token: Token): number {
    const written = this.#vocabulary[token] ?? ''
    if (this.#isByteLevel) return [...written].length
    return /^<0x[0-9A-F]{2}>$/.test(written) ? 1 : Buffer.byteLength(written.replaceAll('▁', ' '))
  }

  decode = (tokens: readonly number[], before: readonly number[]): string =>
    this.#model.detokenize(tokens as readonly Token[], false, before as readonly Token[])

  /** All tokens that end the assistant's turn. */
  get ends(): readonly Token[] {
    this.#ends ??= this.#vocabulary.flatMap((_, token) => (this.isEnd(token as Token) ? [token as Token] : []))
    return this.#ends
  }

  /** Whether the token ends the assistant's turn. */
  isEnd(token: Token): boolean {
    return this.#model.isEogToken(token) || token === this.#controls.get(this.#template.end)
  }
}

function controlToken(model: LlamaModel, name: string): Token | undefined {
  const [token, ...more] = model.tokenize(name, true)
  return token !== undefined && more.length === 0 && model.isSpecialToken(token) ? token : undefined
}
