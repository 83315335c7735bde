import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { LlamaGrammarEvaluationState, type LlamaModel, type Token } from 'node-llama-cpp'
import { engineErrors } from '../errors.ts'

/** The binding's own functions for a grammar, which its package doesn't export. A test asserts that it has them. */
type Binding = {
  canBeNextTokenForGrammarEvaluationState(state: unknown, token: Token): boolean
  acceptGrammarEvaluationStateToken(state: unknown, token: Token): void
}

/** How far an answer has come in its grammar. */
export class GrammarState {
  readonly #binding: Binding
  readonly #state: unknown

  private constructor(binding: Binding, state: unknown) {
    this.#binding = binding
    this.#state = state
  }

  /**
   * @param grammar in GBNF, as `outputGrammar` writes it
   * @throws ENGINE_BAD_REQUEST when llama.cpp refuses the grammar
   */
  static async create(model: LlamaModel, grammar: string): Promise<GrammarState> {
    const parsed = await model.llama.createGrammar({ grammar }).catch((cause: unknown) => {
      throw new OpenLedgerError(engineErrors.ENGINE_BAD_REQUEST, 'no grammar can be made of the output schema', {
        cause,
      })
    })
    const state = new LlamaGrammarEvaluationState({ model, grammar: parsed })
    const { AddonSampler } = (model.llama as unknown as { _bindings: { AddonSampler: Binding } })._bindings
    return new GrammarState(AddonSampler, (state as unknown as { _state: unknown })._state)
  }

  /** Whether the answer may go on with this token; the end of the turn is one when the answer is whole. */
  allows(token: Token): boolean {
    return this.#binding.canBeNextTokenForGrammarEvaluationState(this.#state, token)
  }

  /** The answer went on with this token, which is not the end of the turn. */
  accept(token: Token): void {
    this.#binding.acceptGrammarEvaluationStateToken(this.#state, token)
  }
}
