import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { unzipSync } from 'fflate'
import { dataErrors } from '../errors.ts'
import { ingestLimits } from '../ingest/limits.ts'

/**
 * Unpacks the named parts of a ZIP archive. What the archive says of a part's size is held to: it is asserted before
 * anything is unpacked, and no more than that is ever unpacked.
 *
 * @throws DATA_ARCHIVE_BROKEN, DATA_ARCHIVE_BOMB
 */
export function unzip(
  path: string,
  bytes: Uint8Array,
  wanted: (name: string) => boolean,
): ReadonlyMap<string, Uint8Array> {
  let total = 0
  try {
    const parts = unzipSync(bytes, {
      filter: ({ name, originalSize }) => {
        if (!wanted(name)) return false
        total += originalSize
        const ratio = total / bytes.length
        if (
          originalSize > ingestLimits.unpackedBytes ||
          total > ingestLimits.unpackedBytes * 2 ||
          (total > 2 ** 20 && ratio > ingestLimits.unpackedRatio)
        ) {
          throw new OpenLedgerError(dataErrors.DATA_ARCHIVE_BOMB, `${path} unpacks to far more than it is.`)
        }
        return true
      },
    })
    return new Map(Object.entries(parts))
  } catch (cause) {
    throw (
      OpenLedgerError.find(cause) ??
      new OpenLedgerError(dataErrors.DATA_ARCHIVE_BROKEN, `${path} cannot be unpacked.`, { cause })
    )
  }
}
