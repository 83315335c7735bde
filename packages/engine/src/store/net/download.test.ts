import { once } from 'node:events'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { createServer, type RequestListener, type Server } from 'node:http'
import { type AddressInfo, createServer as createSocketServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { download } from './download.ts'
import type { Net } from './openUrl.ts'

let folder: string
const servers: { close(): unknown; closeAllConnections?(): void }[] = []
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'download-'))
})
afterAll(() => rm(folder, { recursive: true }))
afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections?.()
    server.close()
  }
  await Promise.all((await readdir(folder)).map((name) => rm(join(folder, name))))
})

async function serve(answer: RequestListener, host = '127.0.0.1'): Promise<URL> {
  const server: Server = createServer(answer).listen(0, host)
  servers.push(server)
  await once(server, 'listening')
  return new URL(`http://${host}:${(server.address() as AddressInfo).port}/`)
}

const target = () => join(folder, 'file')
function net(allowed: readonly URL[], changes: Partial<Net> = {}): Net {
  const settings = { allowedOrigins: allowed.map(({ origin }) => origin), bytesMax: 100, idle_s: 5, redirectsMax: 2 }
  return { settings, signal: AbortSignal.timeout(20_000), ...changes }
}
const code = (name: string) => expect.objectContaining({ code: name })
const refusal = async (url: URL, how: Net, name: string) => {
  await expect(download(url, target(), 100, how)).rejects.toEqual(code(name))
  expect(await readdir(folder)).toEqual([])
}

test('writes the body, and tells what is not there', async () => {
  const url = await serve((request, response) => {
    if (request.url === '/a') response.setHeader('x-repo-commit', 'c1').end('hello')
    else response.writeHead(404).end('no')
  })
  expect(await download(new URL('a', url), target(), 100, net([url]))).toMatchObject({ 'x-repo-commit': 'c1' })
  expect(await readFile(target(), 'utf8')).toBe('hello')
  expect(await download(new URL('b', url), join(folder, 'b'), 100, net([url]))).toBeUndefined()
  expect(await readdir(folder)).toEqual(['file'])
})

describe('addresses', () => {
  test.each([
    'https://127.0.0.1/',
    'https://2130706433/',
    'https://0x7f.1/',
    'https://0177.0.0.1/',
    'https://[::1]/',
    'https://[::ffff:127.0.0.1]/',
    'https://169.254.169.254/latest/meta-data/',
    'https://10.0.0.1/',
    'https://100.64.0.1/',
    'https://0.0.0.0/',
    'https://[fd00::1]/',
    'http://1.1.1.1/',
    'https://ann:secret@1.1.1.1/',
  ])('%s is refused', (address) => refusal(new URL(address), net([]), 'ADAPTER_ADDRESS_REFUSED'))

  test('a name is refused when any of its addresses lies inward', async () => {
    const resolve = async () => [
      { address: '1.1.1.1', family: 4 },
      { address: '10.0.0.1', family: 4 },
    ]
    await refusal(new URL('https://models.example/'), net([], { resolve }), 'ADAPTER_ADDRESS_REFUSED')
  })

  test('a redirect inward is refused, and its target never asked', async () => {
    let asked = 0
    const inner = await serve((_request, response) => response.end(`secret ${++asked}`))
    for (const location of [inner.href, `https://127.0.0.1:${inner.port}/`, 'http://[::1]/', 'file:///etc/passwd']) {
      const outer = await serve((_request, response) => response.writeHead(302, { location }).end())
      await refusal(outer, net([outer]), 'ADAPTER_ADDRESS_REFUSED')
    }
    expect(asked).toBe(0)
  })

  test('a name that changes its address is connected at the one that was checked', async () => {
    const checked = await serve((_request, response) => response.end('checked'))
    const named = new URL(`http://rebind.test:${checked.port}/`)
    const answers = ['127.0.0.1', '127.0.0.2', '127.0.0.3']
    const resolve = async () => [{ address: answers.shift() ?? '', family: 4 }]
    await download(named, target(), 100, net([named], { resolve }))
    expect(await readFile(target(), 'utf8')).toBe('checked')
    expect(answers).toHaveLength(2)
  })

  test('TLS too is opened at the checked address, for the name', async () => {
    const hellos: Buffer[] = []
    const server = createSocketServer((socket) => {
      socket.once('data', (hello) => {
        hellos.push(Buffer.from(hello))
        socket.end()
      })
    }).listen(0, '127.0.0.1')
    servers.push(server)
    await once(server, 'listening')
    const url = new URL(`https://rebind.test:${(server.address() as AddressInfo).port}/`)
    const resolve = async () => [{ address: '127.0.0.1', family: 4 }]
    await refusal(url, net([url], { resolve }), 'ADAPTER_DOWNLOAD_FAILED')
    expect(hellos[0]?.[0]).toBe(0x16)
    expect(hellos[0]?.includes('rebind.test')).toBe(true)
    await refusal(url, net([], { resolve }), 'ADAPTER_ADDRESS_REFUSED')
    expect(hellos).toHaveLength(1)
  })

  test('headers are asked for anew for each origin, and redirects end', async () => {
    const seen: (string | undefined)[] = []
    const second = await serve((request, response) => response.end(String(seen.push(request.headers.authorization))))
    const first = await serve((request, response) => {
      seen.push(request.headers.authorization)
      response.writeHead(302, { location: second.href }).end()
    })
    const headers = async ({ origin }: URL): Promise<Record<string, string>> =>
      origin === first.origin ? { authorization: 'Bearer t' } : {}
    await download(first, target(), 100, net([first, second]), headers)
    expect(seen).toEqual(['Bearer t', undefined])
    const round: URL = await serve((_request, response) => response.writeHead(307, { location: '/' }).end())
    await rm(target())
    await refusal(round, net([round]), 'ADAPTER_DOWNLOAD_FAILED')
  })
})

describe('bodies', () => {
  test('an endless body, and one that is announced as too long, are cut', async () => {
    const endless = await serve((_request, response) => {
      const write = () => {
        while (response.write('x'.repeat(10)));
        response.once('drain', write)
      }
      write()
    })
    await refusal(endless, net([endless]), 'ADAPTER_TOO_LARGE')
    const long = await serve((_request, response) => response.writeHead(200, { 'content-length': '101' }).end())
    await refusal(long, net([long]), 'ADAPTER_TOO_LARGE')
  })

  test('a body that is shorter than announced fails', async () => {
    const url = await serve((_request, response) => {
      response.writeHead(200, { 'content-length': '50' }).write('short')
      setTimeout(() => response.destroy(), 20)
    })
    await refusal(url, net([url]), 'ADAPTER_DOWNLOAD_FAILED')
  })

  test('a compressed body and a status of failure fail', async () => {
    const zipped = await serve((_request, response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end('x'))
    await refusal(zipped, net([zipped]), 'ADAPTER_DOWNLOAD_FAILED')
    const broken = await serve((_request, response) => response.writeHead(500).end())
    await refusal(broken, net([broken]), 'ADAPTER_DOWNLOAD_FAILED')
    const closed = await serve((_request, response) => response.writeHead(403).end())
    await refusal(closed, net([closed]), 'ADAPTER_SOURCE_NOT_FOUND')
  })
})

describe('time', () => {
  test('one that falls silent in the middle is left', async () => {
    const url = await serve((_request, response) => void response.write('x'))
    const how = net([url])
    await refusal(url, { ...how, settings: { ...how.settings, idle_s: 0.1 } }, 'ADAPTER_DOWNLOAD_TIMEOUT')
  })

  test('a server that says nothing is left', async () => {
    const server = createSocketServer(() => undefined).listen(0, '127.0.0.1')
    servers.push(server)
    await once(server, 'listening')
    const url = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`)
    const how = net([url])
    await refusal(url, { ...how, settings: { ...how.settings, idle_s: 0.1 } }, 'ADAPTER_DOWNLOAD_TIMEOUT')
  })

  test('a name that is never found is left when the time is over', async () => {
    const over = AbortSignal.timeout(50)
    const resolve = () => new Promise<never>(() => undefined)
    await expect(
      download(new URL('https://a.test'), target(), 100, net([], { resolve, signal: over })),
    ).rejects.toThrow('aborted')
  })

  test('one that drips a byte at a time is cut when the time for all is over', async () => {
    const url = await serve((_request, response) => {
      const drip = setInterval(() => response.write('x'), 20)
      response.on('close', () => clearInterval(drip))
    })
    const over = new AbortController()
    setTimeout(() => over.abort(new Error('stopped')), 200)
    await expect(download(url, target(), 100, net([url], { signal: over.signal }))).rejects.toThrow('stopped')
    expect(await readdir(folder)).toEqual([])
  })
})
