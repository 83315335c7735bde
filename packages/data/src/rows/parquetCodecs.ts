import { gunzipSync } from 'fflate'
import { decompress } from 'fzstd'
import type { Compressors } from 'hyparquet'
// @ts-expect-error: these files of the package have no types of their own
import { decompressBrotli } from 'hyparquet-compressors/src/brotli.js'
// @ts-expect-error: as above
import { decompressLz4, decompressLz4Raw } from 'hyparquet-compressors/src/lz4.js'

type Decompress = (input: Uint8Array, length: number) => Uint8Array
const brotli: Decompress = decompressBrotli
const lz4: Decompress = decompressLz4
const lz4Raw: Decompress = decompressLz4Raw

/**
 * What unpacks the pages of a Parquet file, in JavaScript alone: the package as a whole compiles WebAssembly when it is
 * loaded, which the pages' policy forbids. Snappy is hyparquet's own. No page unpacks to more than it says.
 */
export const parquetCodecs: Compressors = {
  GZIP: (input, length) => gunzipSync(input, { out: new Uint8Array(length) }),
  BROTLI: brotli,
  ZSTD: (input, length) => decompress(input, new Uint8Array(length)),
  LZ4: lz4,
  LZ4_RAW: lz4Raw,
}
