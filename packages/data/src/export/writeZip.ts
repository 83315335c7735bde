import { makeZip } from 'client-zip'

/** A file of an archive: its name and its bytes as they come. */
export type ZipPart = {
  readonly name: string
  readonly bytes: AsyncIterable<Uint8Array> | Iterable<Uint8Array>
}

/** The same content gives the same archive: 1980 is the earliest time that zip knows. */
const TIME = new Date(1980, 0, 1)

/**
 * Writes files into a zip archive as they come, uncompressed: sizes stand behind each file, so that nothing is held back.
 * What is larger than 4 GiB, a file or all together, is written in zip's 64-bit form.
 */
export async function* writeZip(parts: Iterable<ZipPart>): AsyncGenerator<Uint8Array> {
  function* files() {
    for (const { name, bytes } of parts) yield { name, input: each(bytes), lastModified: TIME }
  }
  yield* makeZip(files())
}

async function* each(bytes: ZipPart['bytes']): AsyncGenerator<Uint8Array> {
  yield* bytes
}
