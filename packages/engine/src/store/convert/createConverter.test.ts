import { spawnSync } from 'node:child_process'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { testConverter } from '../../../test/peftAdapters.ts'
import { f32, safetensors } from '../../../test/safetensors.ts'
import { createConverter } from './createConverter.ts'

const isolable = spawnSync('unshare', ['-r', '-n', '--', 'true']).status === 0
const PYTHON = join(import.meta.dirname, '../../../../../.venv/bin/python')
const PATH = 'model.layers.0.mlp.up_proj'
const config = {
  r: 1,
  lora_alpha: 2,
  use_rslora: false,
  alpha_pattern: {},
  rank_pattern: {},
  target_modules: [PATH],
}

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'convert-'))
  const tensor = (side: string, shape: number[], ...data: number[]) => ({
    name: `base_model.model.${PATH}.lora_${side}.weight`,
    dtype: 'F32',
    shape,
    data: f32(...data),
  })
  const tensors = [tensor('A', [1, 2], 1, 2), tensor('B', [3, 1], 3, 4, 5)]
  await writeFile(join(folder, 'adapter_model.safetensors'), safetensors(tensors))
  await writeFile(join(folder, 'adapter_config.json'), JSON.stringify(config))
})
afterEach(() => rm(folder, { recursive: true }))
const conversion = (signal = AbortSignal.timeout(60_000)) => ({
  folder,
  out: join(folder, 'adapter.gguf'),
  heads: 1,
  kvHeads: 1,
  signal,
})
/** A trainer folder whose exporter does this when it is imported. */
async function trainerThat(does: string): Promise<string> {
  const trainer = await mkdtemp(join(folder, 'trainer-'))
  await writeFile(join(trainer, 'openledger_trainer.py'), does)
  return trainer
}
function portOf(server: Server): number {
  const address = server.address()
  return typeof address === 'object' && address !== null ? address.port : 0
}
const code = (name: string) => expect.objectContaining({ code: name })

test('the same weights are the same file', async () => {
  await testConverter('none')(conversion())
  const first = await readFile(join(folder, 'adapter.gguf'))
  await testConverter('none')(conversion())
  expect(await readFile(join(folder, 'adapter.gguf'))).toEqual(first)
  expect(first.subarray(0, 4).toString()).toBe('GGUF')
})

test('16-bit numbers are converted exactly', async () => {
  const files: Buffer[] = []
  // 1.5 and -2 in each type.
  for (const [dtype, bytes] of [
    ['F32', f32(1.5, -2)],
    ['F16', new Uint8Array([0, 0x3e, 0, 0xc0])],
    ['BF16', new Uint8Array([0xc0, 0x3f, 0, 0xc0])],
  ] as const) {
    const tensor = (side: string, shape: number[]) => ({
      name: `base_model.model.${PATH}.lora_${side}.weight`,
      dtype,
      shape,
      data: bytes,
    })
    await writeFile(join(folder, 'adapter_model.safetensors'), safetensors([tensor('A', [1, 2]), tensor('B', [2, 1])]))
    await testConverter('none')(conversion())
    files.push(await readFile(join(folder, 'adapter.gguf')))
  }
  expect(files[1]).toEqual(files[0])
  expect(files[2]).toEqual(files[0])
})

describe('without a network', () => {
  test('what is started cannot reach one, or nothing is started', async () => {
    let connections = 0
    const server = createServer((socket) => {
      connections += 1
      socket.end()
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const trainerFolder = await trainerThat(
      `import socket\nsocket.create_connection(("127.0.0.1", ${portOf(server)}), 5).close()\nraise SystemExit(7)\n`,
    )
    const open = createConverter({ python: PYTHON, trainerFolder, isolation: 'none' })
    await expect(open(conversion())).rejects.toThrow(/ended with 7/)
    expect(connections).toBe(1)
    const closed = createConverter({ python: PYTHON, trainerFolder, isolation: 'network' })
    await expect(closed(conversion())).rejects.toEqual(
      code(isolable ? 'ADAPTER_CONVERSION_FAILED' : 'ADAPTER_NOT_ISOLATED'),
    )
    expect(connections).toBe(1)
    server.close()
  })

  test.runIf(isolable)('an adapter is converted all the same', async () => {
    await testConverter('network')(conversion())
    expect(await readdir(folder)).toContain('adapter.gguf')
  })
})

test('a converter that fails tells why, and one that is stopped ends', async () => {
  await writeFile(join(folder, 'adapter_config.json'), '{"r": 1}')
  await expect(testConverter('none')(conversion())).rejects.toMatchObject({
    code: 'ADAPTER_CONVERSION_FAILED',
    message: expect.stringContaining('lora_alpha'),
  })
  const stopped = AbortSignal.abort(new Error('stopped'))
  await expect(testConverter('none')(conversion(stopped))).rejects.toThrow('stopped')
  const nowhere = createConverter({ python: '/nowhere', trainerFolder: '/', isolation: 'none' })
  await expect(nowhere(conversion())).rejects.toEqual(code('ADAPTER_CONVERSION_FAILED'))
})

test('a scaled weight that is not finite is no adapter', async () => {
  const huge = { ...config, lora_alpha: 1e-30, alpha_pattern: { [PATH]: 1e6 } }
  await writeFile(join(folder, 'adapter_config.json'), JSON.stringify(huge))
  const tensors = ['A', 'B'].map((side) => ({
    name: `base_model.model.${PATH}.lora_${side}.weight`,
    dtype: 'F32',
    shape: [1, 1],
    data: f32(3e38),
  }))
  await writeFile(join(folder, 'adapter_model.safetensors'), safetensors(tensors))
  await expect(testConverter('none')(conversion())).rejects.toMatchObject({
    code: 'ADAPTER_CONVERSION_FAILED',
    message: expect.stringContaining('not finite'),
  })
})

test.each([
  ['more memory', 'x = bytearray(8 << 30)', 'MemoryError'],
  ['more written', 'open("OUT", "wb").write(bytes(64 << 20))', 'File too large'],
  [
    'what the node knows',
    'import os\nraise SystemExit(f"SEEN {\'OPENLEDGER_SECRET_OF_TEST\' in os.environ}")',
    'SEEN False',
  ],
])('the converter does not get %s', async (_what, does, told) => {
  process.env['OPENLEDGER_SECRET_OF_TEST'] = 'x'
  const trainerFolder = await trainerThat(does.replace('OUT', join(folder, 'large')))
  const convert = createConverter({ python: PYTHON, trainerFolder, isolation: 'none' })
  const failure: unknown = await convert(conversion()).catch((error: unknown) => error)
  delete process.env['OPENLEDGER_SECRET_OF_TEST']
  expect(failure).toMatchObject({ code: 'ADAPTER_CONVERSION_FAILED', message: expect.stringContaining(told) })
})
