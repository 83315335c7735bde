import type { CreateTrainingJobRequest } from '@openledger/core/api/training.ts'
import { trainingCommand } from '@openledger/core/training/trainingCommand.ts'
import { CopyBlock } from '../../../parts/CopyBlock.tsx'
import { text } from '../../../text/text.ts'

/** The command, and the body of a request, that ask for the very same training. */
export function SameElsewhere({ request }: { readonly request: CreateTrainingJobRequest }) {
  const words = text.newTraining
  return (
    <>
      <details className="factory-fold">
        <summary>{words.command}</summary>
        <CopyBlock what={words.command} value={`./${trainingCommand(request, words.developerName)}`} />
      </details>
      <details className="factory-fold">
        <summary>{words.config}</summary>
        <CopyBlock what={words.config} value={`POST /v1/training/jobs\n\n${JSON.stringify(request, null, 2)}`} />
      </details>
    </>
  )
}
