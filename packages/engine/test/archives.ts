import { crc32, deflateRawSync, gzipSync } from 'node:zlib'

/** A file to pack; `type` is a tar's type flag ('0' file, '2' symbolic link, '5' folder), `unixMode` a zip's. */
export type Packed = {
  readonly name: string
  readonly content?: Uint8Array | string
  readonly type?: string
  readonly link?: string
  readonly unixMode?: number
}

/** A .tar.gz of exactly these entries, whatever their names. */
export function tarGz(entries: readonly Packed[]): Buffer {
  const blocks = entries.flatMap(({ name, content = '', type = '0', link = '' }) => {
    const body = Buffer.from(content)
    const header = Buffer.alloc(512)
    const octal = (value: number, at: number, width: number) =>
      header.write(`${value.toString(8).padStart(width - 1, '0')}\0`, at, 'latin1')
    header.write(name, 0, 100, 'utf8')
    octal(0o644, 100, 8)
    octal(0, 108, 8)
    octal(0, 116, 8)
    octal(body.length, 124, 12)
    octal(0, 136, 12)
    header.write('        ', 148, 'latin1')
    header.write(type, 156, 'latin1')
    header.write(link, 157, 100, 'utf8')
    header.write('ustar\x0000', 257, 'latin1')
    octal(
      header.reduce((sum, byte) => sum + byte, 0),
      148,
      7,
    )
    return [header, body, Buffer.alloc((512 - (body.length % 512)) % 512)]
  })
  return gzipSync(Buffer.concat([...blocks, Buffer.alloc(1024)]))
}

/** A .zip of exactly these entries, deflated. */
export function zip(
  entries: readonly Packed[],
  changes: { readonly crc?: number; readonly size?: number } = {},
): Buffer {
  const local: Buffer[] = []
  const central: Buffer[] = []
  let offset = 0
  for (const { name, content = '', unixMode = 0o100644 } of entries) {
    const body = Buffer.from(content)
    const packed = deflateRawSync(body)
    const title = Buffer.from(name)
    const fields = Buffer.alloc(26)
    fields.writeUInt16LE(20, 0)
    fields.writeUInt16LE(8, 4)
    fields.writeUInt32LE(changes.crc ?? crc32(body), 10)
    fields.writeUInt32LE(packed.length, 14)
    fields.writeUInt32LE(changes.size ?? body.length, 18)
    fields.writeUInt16LE(title.length, 22)
    const tail = Buffer.alloc(14)
    tail.writeUInt32LE((unixMode << 16) >>> 0, 6)
    tail.writeUInt32LE(offset, 10)
    const start = Buffer.concat([Buffer.from('PK\x03\x04'), fields, title, packed])
    local.push(start)
    central.push(Buffer.from('PK\x01\x02'), Buffer.from([20, 3]), fields, tail, title)
    offset += start.length
  }
  const list = Buffer.concat(central)
  const end = Buffer.alloc(22)
  end.write('PK\x05\x06', 'latin1')
  end.writeUInt16LE(entries.length, 8)
  end.writeUInt16LE(entries.length, 10)
  end.writeUInt32LE(list.length, 12)
  end.writeUInt32LE(offset, 16)
  return Buffer.concat([...local, list, end])
}
