import { SEAL_BLOCK_BYTES } from '@openledger/db/contents/blockSeal.ts'
import type { ReadPlain } from './sealedBlocks.ts'

/**
 * A file that lies sealed on the disk, as parsers read files: a part of it at a time, unsealed where it is asked for.
 * The plain bytes are in memory alone.
 */
export class SealedBlob extends Blob {
  readonly #read: ReadPlain
  readonly #start: number
  readonly #end: number

  constructor(read: ReadPlain, start: number, end: number) {
    super()
    this.#read = read
    this.#start = start
    this.#end = end
  }

  override get size(): number {
    return this.#end - this.#start
  }

  override slice(start = 0, end = this.size): Blob {
    const within = (at: number) => Math.min(this.size, Math.max(0, at < 0 ? this.size + at : at))
    const from = within(start)
    return new SealedBlob(this.#read, this.#start + from, this.#start + Math.max(from, within(end)))
  }

  override async arrayBuffer(): Promise<ArrayBuffer> {
    const { buffer } = new Uint8Array(await this.#read(this.#start, this.#end))
    return buffer
  }

  override async text(): Promise<string> {
    return new TextDecoder().decode(await this.arrayBuffer())
  }

  override stream(): ReadableStream<Uint8Array<ArrayBuffer>> {
    let at = this.#start
    return new ReadableStream({
      pull: async (controller) => {
        if (at >= this.#end) {
          controller.close()
          return
        }
        const to = Math.min(this.#end, at + SEAL_BLOCK_BYTES)
        controller.enqueue(new Uint8Array(await this.#read(at, to)))
        at = to
      },
    })
  }
}
