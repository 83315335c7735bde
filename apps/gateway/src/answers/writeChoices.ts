import type { GenerationFields } from '@openledger/core/api/generation.ts'
import type { AnswerShape, OpenedAnswer } from './answerShape.ts'
import { answerStream } from './answerStream.ts'
import { answerWhole } from './answerWhole.ts'

/** Writes an answer's choices in a route's shape, whole or streamed as the request has it. */
export function writeChoices<Whole extends string, Chunk extends string, Choice, Piece>(
  shape: AnswerShape<Whole, Chunk, Choice, Piece>,
  { stream, stream_options: options }: Pick<GenerationFields, 'stream' | 'stream_options'>,
) {
  return (opened: OpenedAnswer) =>
    stream === true
      ? answerStream(shape, opened, { includeUsage: options?.include_usage === true })
      : answerWhole(shape, opened)
}
