import { createHash } from 'node:crypto'
import { existsSync, globSync, readFileSync } from 'node:fs'
import { mkdir, rename, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { silentLogger } from '@openledger/engine/logger.ts'
import { startEngineProcess } from '@openledger/engine/process/startEngineProcess.ts'
import { z } from 'zod'
import type { BenchContext } from '../lib/bench.ts'

/** Before each document of the corpus file, as infini-gram wants it. */
export const SEPARATOR = 65_535
/** Longest text that is tokenized at once, code units. */
const PIECE = 400_000

const factsSchema = z.object({ bytes: z.number(), documents: z.number(), tokens: z.number(), vocabulary: z.number() })
export type Corpus = z.infer<typeof factsSchema> & {
  /** Tokens as 16-bit little-endian numbers, each document after a separator. */
  readonly file: string
}

/**
 * Text that every checkout has: the Python sources of the trainer's pinned packages, in the order of their paths, up to
 * `bytes` of UTF-8, tokenized as the base model does it. Kept in benchmarks/.cache.
 */
export async function makeCorpus(context: BenchContext, bytes: number): Promise<Corpus> {
  const texts = readTexts(context, bytes)
  const digest = createHash('sha256')
  for (const text of texts) digest.update(text)
  const file = join(context.root, 'benchmarks', '.cache', 'spans', `${digest.digest('hex').slice(0, 16)}.tokens`)
  const facts = `${file}.json`
  if (existsSync(facts)) return { ...factsSchema.parse(JSON.parse(readFileSync(facts, 'utf8'))), file }
  context.progress(`tokenizing ${texts.length} texts`)
  const base = 'smollm2-135m-instruct'
  const engine = await startEngineProcess({
    base: { id: base, path: join(context.root, '.models', `${base}-q4_1.gguf`) },
    threads: 1,
    contextSize: 512,
    sequences: 1,
    gpu: 'off',
    logger: silentLogger,
  })
  try {
    const parts: Uint16Array[] = []
    const vocabulary = engine.capabilities().bases[0]?.vocabularySize ?? 0
    for (const text of texts) {
      context.signal.throwIfAborted()
      parts.push(Uint16Array.of(SEPARATOR))
      for (let from = 0; from < text.length; from += PIECE) {
        const { tokens } = await engine.tokenize({ base, text: text.slice(from, from + PIECE) })
        parts.push(Uint16Array.from(tokens))
      }
    }
    const written = Buffer.concat(parts.map(({ buffer }) => new Uint8Array(buffer)))
    await mkdir(dirname(file), { recursive: true })
    await writeFile(file, written)
    const corpus = {
      bytes: texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0),
      documents: texts.length,
      tokens: written.length / 2 - texts.length,
      vocabulary,
    }
    await writeFile(`${facts}.new`, JSON.stringify(corpus))
    await rename(`${facts}.new`, facts)
    return { ...corpus, file }
  } finally {
    await engine.close()
  }
}

function readTexts(context: BenchContext, bytes: number): string[] {
  const folder = join(context.root, '.venv', 'lib')
  const texts: string[] = []
  let sum = 0
  for (const path of globSync('**/*.py', { cwd: folder }).sort()) {
    const content = readFileSync(join(folder, path))
    const text = content.toString('utf8')
    if (content.length === 0 || !Buffer.from(text).equals(content)) continue
    texts.push(text)
    sum += content.length
    if (sum >= bytes) return texts
  }
  throw new Error(`the packages in ${folder} hold ${sum} bytes of Python; ${bytes} are wanted`)
}
