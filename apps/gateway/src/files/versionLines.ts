import type { FileExample } from '@openledger/core/api/files.ts'
import type { Hash32 } from '@openledger/core/api/primitives.ts'
import { recordContentSchema } from '@openledger/data/record/recordContent.ts'
import { readVersion } from '@openledger/db/versions/readVersion.ts'
import type { GatewayServices } from '../gatewayServices.ts'

/** A version's questions and answers as a training file has them: a line for each wording, in the version's order. */
export async function* versionLines(
  services: Pick<GatewayServices, 'db' | 'contents'>,
  root: Hash32,
): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder()
  for await (const rows of readVersion(services, root)) {
    const lines = rows.flatMap(({ content }) => linesOf(content))
    yield encoder.encode(lines.map((line) => `${JSON.stringify(line)}\n`).join(''))
  }
}

function linesOf(content: unknown): FileExample[] {
  const said = recordContentSchema.safeParse(content).data
  if (said?.kind !== 'qa') return []
  return said.prompts.map((prompt) => ({
    messages: [
      { role: 'user', content: prompt },
      { role: 'assistant', content: said.answer },
    ],
  }))
}
