import { randomBytes } from 'node:crypto'
import { existsSync, readdirSync } from 'node:fs'
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type Packed, tarGz, zip } from '../../../test/archives.ts'
import { unpackArchive } from './unpackArchive.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'unpack-'))
})
afterEach(() => rm(folder, { recursive: true }))

const whole: Packed[] = [
  { name: 'adapter_model.safetensors', content: 'weights' },
  { name: 'adapter_config.json', content: '{}' },
]
async function unpack(archive: Uint8Array, bytesMax = 4 * 1024 * 1024) {
  const out = join(folder, 'out')
  await mkdir(out)
  await writeFile(join(folder, 'archive'), archive)
  await unpackArchive(join(folder, 'archive'), out, bytesMax, AbortSignal.timeout(30_000))
  return (await readdir(out)).sort()
}
const code = (name: string) => expect.objectContaining({ code: name })

describe.each([
  ['tar', tarGz],
  ['zip', (entries: readonly Packed[]) => zip(entries)],
])('%s', (_kind, pack) => {
  test('takes the files of an adapter, in a folder or not, and no others', async () => {
    const names = await unpack(
      pack([
        { name: 'coder/', type: '5', unixMode: 0o040755 },
        ...whole.map((entry) => ({ ...entry, name: `coder/${entry.name}` })),
        { name: 'coder/README.md', content: 'card' },
        { name: 'coder/training_args.bin', content: 'pickle' },
        { name: 'coder/._README.md', content: 'attributes' },
      ]),
    )
    expect(names).toEqual(['README.md', 'adapter_config.json', 'adapter_model.safetensors'])
    expect(await readFile(join(folder, 'out/adapter_model.safetensors'), 'utf8')).toBe('weights')
  })

  test.each([
    ['climbs', { name: '../adapter_config.json' }],
    ['climbs deep down', { name: 'a/../../../b' }],
    ['absolute', { name: '/etc/cron.d/x' }],
    ['a drive', { name: 'C:/x' }],
    ['backslash', { name: '..\\..\\x' }],
    ['the same name twice', { name: 'other/adapter_config.json', content: '{}' }],
    ['symbolic link', { name: 'README.md', type: '2', link: '/etc/passwd', unixMode: 0o120777 }],
    ['device', { name: 'README.md', type: '3', unixMode: 0o020666 }],
  ])('refuses: %s', async (_what, entry) => {
    await expect(unpack(pack([...whole, entry]))).rejects.toEqual(code('ADAPTER_ARCHIVE_INVALID'))
  })

  test('refuses a bomb by its ratio, by its size and by its entries', async () => {
    const zeros = (bytes: number) => [...whole, { name: 'padding', content: new Uint8Array(bytes) }]
    await expect(unpack(pack(zeros(3 * 1024 * 1024)), 1e9)).rejects.toEqual(code('ADAPTER_TOO_LARGE'))
    await rm(join(folder, 'out'), { recursive: true })
    await expect(unpack(pack(zeros(3_000)), 2_000)).rejects.toEqual(code('ADAPTER_TOO_LARGE'))
    await rm(join(folder, 'out'), { recursive: true })
    const many = Array.from({ length: 1_001 }, (_, i) => ({ name: `file${i}` }))
    await expect(unpack(pack(many))).rejects.toEqual(code('ADAPTER_ARCHIVE_INVALID'))
  })

  test('refuses a text of more than 1 MiB, pickles, and what has no weights', async () => {
    const long = { name: 'README.md', content: randomBytes(20_000_000) }
    await expect(unpack(pack([...whole, long]), 1e9)).rejects.toEqual(code('ADAPTER_TOO_LARGE'))
    await rm(join(folder, 'out'), { recursive: true })
    await expect(unpack(pack([{ name: 'adapter_model.bin' }, { name: 'adapter_config.json' }]))).rejects.toEqual(
      code('ADAPTER_PICKLE'),
    )
    await rm(join(folder, 'out'), { recursive: true })
    await expect(unpack(pack([{ name: 'notes.txt' }]))).rejects.toEqual(code('ADAPTER_FILE_MISSING'))
  })

  test('refuses one that is cut off', async () => {
    const archive = pack([...whole, { name: 'x', content: 'y'.repeat(5_000) }])
    await expect(unpack(archive.subarray(0, archive.length - 40))).rejects.toEqual(code('ADAPTER_ARCHIVE_INVALID'))
  })
})

test('a hard link in a tar is refused', async () => {
  const link = { name: 'README.md', type: '1', link: 'adapter_config.json' }
  await expect(unpack(tarGz([...whole, link]))).rejects.toEqual(code('ADAPTER_ARCHIVE_INVALID'))
})

test.runIf(existsSync('/proc/self/fd'))(
  'a file that was being written when the archive is refused is closed',
  async () => {
    const open = () => readdirSync('/proc/self/fd').length
    const archive = tarGz([{ name: 'adapter_model.safetensors', content: randomBytes(3_000_000) }])
    const before = open()
    for (let i = 0; i < 5; i++) {
      await rm(join(folder, 'out'), { recursive: true, force: true })
      await expect(unpack(archive.subarray(0, 2_000_000))).rejects.toEqual(code('ADAPTER_ARCHIVE_INVALID'))
    }
    await expect.poll(open).toBeLessThan(before + 3)
  },
)

test('what is packed twice, or is no archive, is refused', async () => {
  await expect(unpack(gzipSync(tarGz(whole)))).rejects.toEqual(code('ADAPTER_ARCHIVE_INVALID'))
  await rm(join(folder, 'out'), { recursive: true })
  await expect(unpack(Buffer.from('<html>'))).rejects.toEqual(code('ADAPTER_ARCHIVE_INVALID'))
  await rm(join(folder, 'out'), { recursive: true })
  await expect(unpack(Buffer.from([0x80, 4, 0x95, 0, 0]))).rejects.toEqual(code('ADAPTER_PICKLE'))
  await rm(join(folder, 'out'), { recursive: true })
  await expect(unpack(zip([{ name: 'archive/data.pkl' }]))).rejects.toEqual(code('ADAPTER_PICKLE'))
})

test('a zip whose list lies about content is refused', async () => {
  await expect(unpack(zip(whole, { crc: 1 }))).rejects.toEqual(code('ADAPTER_ARCHIVE_INVALID'))
  await rm(join(folder, 'out'), { recursive: true })
  await expect(unpack(zip(whole, { size: 3 }))).rejects.toEqual(code('ADAPTER_ARCHIVE_INVALID'))
})

test('a name that an extended header gives counts', async () => {
  const line = 'path=../../adapter_config.json\n'
  const record = `${line.length + 3} ${line}`
  const archive = tarGz([
    { name: 'PaxHeader/x', type: 'x', content: record },
    { name: 'x', content: '{}' },
  ])
  await expect(unpack(archive)).rejects.toEqual(code('ADAPTER_ARCHIVE_INVALID'))
})

test.each([
  ['tar', gunzipSync(tarGz([{ name: 'a/', type: '5' }, ...whole])), gzipSync],
  ['zip', zip([{ name: 'a/', unixMode: 0o040755 }, ...whole]), (bytes: Buffer) => bytes],
])('any bytes in a %s: a coded error or plain files, and nothing else is written', async (_kind, plain, pack) => {
  const mutation = fc.tuple(fc.nat(plain.length - 1), fc.integer({ min: 0, max: 255 }))
  await fc.assert(
    fc.asyncProperty(fc.array(mutation, { minLength: 1, maxLength: 6 }), fc.nat(plain.length), async (changes, cut) => {
      const bytes = Buffer.from(plain)
      for (const [place, value] of changes) bytes[place] = value
      await rm(join(folder, 'out'), { recursive: true, force: true })
      const shorter = cut % 4 === 0 ? bytes.subarray(0, cut) : bytes
      const taken = await unpack(pack(shorter)).catch((error: unknown) => {
        expect(error).toMatchObject({ code: expect.stringMatching(/^ADAPTER_/) })
      })
      if (taken !== undefined) expect(taken).toEqual(expect.arrayContaining(['adapter_config.json']))
      expect((await readdir(folder)).sort()).toEqual(['archive', 'out'])
    }),
    { numRuns: 150 },
  )
})
