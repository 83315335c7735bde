import { Zip, ZipPassThrough } from 'fflate'

/** A file of an archive: its name and its bytes as they come. */
export type ZipPart = { readonly name: string; readonly bytes: AsyncIterable<Uint8Array> | Iterable<Uint8Array> }

/**
 * Writes files into a zip archive as they come, uncompressed: sizes stand behind each file, so that nothing is held back.
 * Together at most 4 GiB, as zip without its 64-bit form has it.
 */
export async function* writeZip(parts: Iterable<ZipPart>): AsyncGenerator<Uint8Array> {
  let ready: Uint8Array[] = []
  let failure: Error | null = null
  const zip = new Zip((error, chunk) => {
    failure = error
    ready.push(chunk)
  })
  const take = () => {
    if (failure !== null) throw failure
    const chunks = ready
    ready = []
    return chunks
  }
  for (const { name, bytes } of parts) {
    const file = new ZipPassThrough(name)
    // The same content gives the same archive: 1980 is the earliest time that zip knows.
    file.mtime = '1980-01-01T00:00:00'
    zip.add(file)
    for await (const chunk of bytes) {
      file.push(chunk)
      yield* take()
    }
    file.push(new Uint8Array(), true)
    yield* take()
  }
  zip.end()
  yield* take()
}
