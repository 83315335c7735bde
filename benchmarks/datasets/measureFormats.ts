import { createWriteStream } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { publishVersion } from '@openledger/chain/actions/publishVersion.ts'
import { revokeRecordsCall } from '@openledger/chain/calls/datanetRegistryCalls.ts'
import { contribute, prepareContribution } from '@openledger/sdk/index.ts'
import { z } from 'zod'
import { startStack } from '../../apps/web/test/startStack.ts'
import { until } from '../../apps/web/test/until.ts'
import type { BenchContext } from '../lib/bench.ts'
import { pythonTools } from '../lib/pythonTools.ts'
import { runProgram } from '../lib/runProgram.ts'
import { makeOwner } from './makeOwner.ts'
import { sampleRecord } from './sampleRecord.ts'

/** The registry takes this many at once. */
const BATCH = 1_000

const foundSchema = z.object({
  croissant: z.record(
    z.string(),
    z.object({
      version: z.string().optional(),
      errors: z.array(z.string()),
      warnings: z.array(z.string()).optional(),
      rai: z.boolean().optional(),
    }),
  ),
  readers: z.record(
    z.string(),
    z.object({ commitments: z.array(z.string()).optional(), failure: z.string().optional() }),
  ),
})

/**
 * A version of a real Datanet, one of its records withdrawn, had from the gateway in every form and read by other
 * people's programs: mlcroissant, datasets, pandas, DuckDB.
 */
export async function measureFormats(context: BenchContext): Promise<void> {
  const bin = await pythonTools(context, 'datasets', 'mlcroissant, datasets, pandas, DuckDB')
  const folder = await mkdtemp(join(tmpdir(), 'ol-bench-datasets-'))
  context.progress('a stack starts')
  const stack = await startStack()
  try {
    const { datanetId, owner, chain } = await makeOwner(stack, 'formats')
    const batches = context.quick ? 1 : 5
    let withdrawn: `0x${string}` | undefined
    for (let batch = 0; batch < batches; batch++) {
      context.progress(`${BATCH} records, batch ${batch + 1} of ${batches}`)
      const contents = Array.from({ length: BATCH }, (_, i) => sampleRecord(batch * BATCH + i))
      const { info } = owner.ledger
      const prepared = await prepareContribution({ info, datanetId, account: owner.account, contents })
      const { records } = await contribute(owner.ledger, prepared)
      withdrawn ??= records.find(({ verdict }) => verdict === 'accept')?.commitment
    }
    await publishVersion(owner.wallet, await owner.ledger.getDraft(datanetId))
    const version = await until('the version', async () => (await owner.ledger.getDatanet(datanetId)).versions[0])
    if (withdrawn === undefined) throw new Error('no record was accepted')
    const revoked = withdrawn
    await owner.wallet.send(revokeRecordsCall(chain.addresses, datanetId, [revoked]), 'Withdrawing')
    await until('the withdrawal', async () => (await owner.ledger.getRecord(revoked)).withdrawn ?? undefined)
    for (const [format, ending] of [
      ['jsonl', 'jsonl'],
      ['csv', 'csv'],
      ['parquet', 'parquet'],
      ['hf', 'zip'],
    ] as const) {
      const { body } = await owner.ledger.exportVersion(datanetId, 1, format)
      if (body === null) throw new Error(`${format} has no body`)
      await pipeline(Readable.fromWeb(body), createWriteStream(join(folder, `version.${ending}`)))
    }
    await writeFile(join(folder, 'croissant.json'), JSON.stringify(await owner.ledger.getCroissant(datanetId, 1)))
    context.progress('the readers read')
    const script = join(context.root, 'benchmarks', 'datasets', 'read_exports.py')
    const env = { HF_HUB_OFFLINE: '1', HF_HOME: join(folder, 'hf') }
    const result = await runProgram([bin('python'), script, folder], { cwd: folder, env, signal: context.signal })
    if (result.code !== 0) throw new Error(result.stderr.slice(-2_000))
    const leaves = z
      .array(z.object({ commitment: z.string() }))
      .parse(JSON.parse(Buffer.from(await owner.ledger.getData(version.dataHash)).toString()))
    tell(
      context,
      foundSchema.parse(JSON.parse(result.stdout)),
      leaves.map(({ commitment }) => commitment),
    )
  } finally {
    await stack.stop()
    await rm(folder, { recursive: true, force: true })
  }
}

function tell(context: BenchContext, found: z.infer<typeof foundSchema>, leaves: readonly string[]): void {
  const documents = Object.entries(found.croissant)
  const invalid = documents.filter(
    ([, { version, errors, rai }]) =>
      errors.length > 0 || version !== 'http://mlcommons.org/croissant/1.1' || rai !== true,
  )
  context.row({
    name: 'Croissant 1.1 with RAI fields through mlcroissant',
    value: `${documents.length - invalid.length} of ${documents.length} valid`,
    unit: 'documents',
    bar: 'all valid',
    ok: invalid.length === 0,
    note: documents
      .map(
        ([name, { errors, warnings }]) =>
          `${name}: ${[...errors, ...(warnings ?? [])].join('; ') || 'no error, no warning'}`,
      )
      .join(' · '),
  })
  const readers = Object.entries(found.readers)
  const equal = readers.filter(
    ([, { commitments }]) =>
      commitments?.length === leaves.length && commitments.every((commitment, i) => commitment === leaves[i]),
  )
  const others = readers.filter((reader) => !equal.includes(reader))
  context.row({
    name: 'row counts of Parquet, JSONL, CSV, HF folder in datasets, pandas, DuckDB (and the folder in mlcroissant)',
    value: `${equal.length} of ${readers.length} equal`,
    unit: 'pairs',
    bar: 'all equal',
    ok: others.length === 0,
    note: `${leaves.length} records of the version’s published list, one of them withdrawn; the same commitments in the same order${others.map(([name, { commitments, failure }]) => ` · ${name}: ${failure ?? `${commitments?.length} rows`}`).join('')}`,
  })
}
