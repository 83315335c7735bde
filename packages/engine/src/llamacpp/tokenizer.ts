import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import type { LlamaModel, Token } from 'node-llama-cpp'
import { renderChat, TURN_END, TURN_START } from '../chat/renderChat.ts'
import type { Message } from '../engine.ts'
import { engineErrors } from '../errors.ts'

/** Text of one conversation to tokens, and tokens back to text, with one model's vocabulary. */
export class ChatTokenizer {
  readonly #model: LlamaModel
  readonly #controls: ReadonlyMap<string, Token>
  readonly vocabularySize: number

  readonly #vocabulary: readonly string[]

  /** @throws ENGINE_MODEL_UNREADABLE when the vocabulary has no ChatML control tokens */
  constructor(model: LlamaModel) {
    this.#model = model
    this.#controls = new Map([TURN_START, TURN_END].map((name) => [name, controlToken(model, name)]))
    this.#vocabulary = model.fileInfo.metadata.tokenizer.ggml.tokens
    this.vocabularySize = this.#vocabulary.length
  }

  /** The rendered prompt. Control tokens come from the rendering alone, never from content. */
  encodeChat(messages: readonly Message[]): Token[] {
    return renderChat(messages).flatMap((piece) => {
      if ('text' in piece) return this.encodeText(piece.text)
      const token = this.#controls.get(piece.control)
      return token === undefined ? [] : [token]
    })
  }

  /** Tokens of plain text; the names of control tokens in it are text. */
  encodeText(text: string): Token[] {
    return this.#model.tokenize(text, false)
  }

  /**
   * Bytes of UTF-8 that a token of plain text stands for. A byte-level BPE vocabulary (Radford et al., Language Models are
   * Unsupervised Multitask Learners, 2019) writes each byte as one character.
   */
  byteLength(token: Token): number {
    return [...(this.#vocabulary[token] ?? '')].length
  }

  decode = (tokens: readonly number[], before: readonly number[]): string =>
    this.#model.detokenize(tokens as readonly Token[], false, before as readonly Token[])

  /** Whether the token ends the assistant's turn. */
  isEnd(token: Token): boolean {
    return this.#model.isEogToken(token)
  }
}

function controlToken(model: LlamaModel, name: string): Token {
  const [token, ...more] = model.tokenize(name, true)
  if (token !== undefined && more.length === 0 && model.isSpecialToken(token)) return token
  throw new OpenLedgerError(engineErrors.ENGINE_MODEL_UNREADABLE, `the model's vocabulary has no control token ${name}`)
}
