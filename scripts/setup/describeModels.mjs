// Prints what the models in place are: {base: {id, file, sha256}, embedding: {id, file}}.
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { basename } from 'node:path'

const [base, embedding] = process.argv.slice(2)
const sha256 = createHash('sha256').update(readFileSync(base)).digest('hex')
const models = {
  base: { id: basename(base).replace(/-q4_1\.gguf$/, ''), file: basename(base), sha256 },
  embedding: { id: basename(embedding, '.gguf'), file: basename(embedding) },
}
console.log(JSON.stringify(models, null, 2))
