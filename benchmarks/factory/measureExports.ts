import { spawn } from 'node:child_process'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { evaluationSchema } from '@openledger/core/api/evaluations.ts'
import { modelCardSchema } from '@openledger/core/api/modelCard.ts'
import { z } from 'zod'
import { loadAccount } from '../../apps/cli/src/home/accounts.ts'
import { startStack } from '../../apps/web/test/startStack.ts'
import { baseFile } from '../adapters/makeAdapters.ts'
import type { BenchContext } from '../lib/bench.ts'
import { runProgram } from '../lib/runProgram.ts'
import { makeFactory } from '../web-factory/makeFactory.ts'

const TOKENS = 24
/** Of records that the training was shown, in a wording that it was not, and of something else. */
const QUESTIONS = [
  'How many birds were counted at the marsh north of the river?',
  'How many birds were counted at the weir south of the river?',
  'At the tarn south of the river, how many birds were there?',
  'Name one primary colour.',
]

const trainedSchema = z.looseObject({ jobId: z.uuid() })
const engineSchema = z.record(
  z.string(),
  z.looseObject({ answers: z.array(z.looseObject({ tokens: z.array(z.int()) })) }),
)
const tokensSchema = z.array(z.array(z.int()))

/**
 * A model trained, evaluated, published and taken away by the command line on a running node; what was taken away answers
 * as what is served: the GGUF in the serving engine, the folder in transformers.
 */
export async function measureExports(context: BenchContext): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'openledger-bench-exports-'))
  const home = join(folder, 'home')
  await mkdir(home)
  const stack = await startStack(home)
  const main = join(context.root, 'apps', 'cli', 'src', 'main.ts')
  const cli = async (...args: string[]): Promise<unknown> => {
    context.progress(`openledger ${args.join(' ')}`)
    const command = [process.execPath, '--disable-warning=ExperimentalWarning', main, ...args, '--json'] as const
    const ran = await runProgram(command, {
      ...{ cwd: context.root, env: { OPENLEDGER_HOME: home }, signal: context.signal },
    })
    if (ran.code !== 0)
      throw new Error(`openledger ${args.join(' ')} exited with ${ran.code}: ${ran.stderr.slice(-2_000)}`)
    return JSON.parse(ran.stdout)
  }
  try {
    const as = ['--as', 'ann']
    await cli('account', 'new', 'ann', '--fund', '5')
    const { version } = await makeFactory(stack, (await loadAccount(join(home, 'accounts'), 'ann')).account)
    const config = [
      '--epochs',
      context.quick ? '4' : '12',
      '--batch-size',
      '2',
      '--validation-share',
      '0.2',
      '--seed',
      '7',
    ]
    const trained = trainedSchema.parse(await cli('model', 'train', 'birds', '--versions', version, ...config, ...as))
    const evaluation = evaluationSchema.parse(
      await cli('model', 'evaluate', 'birds', '--judge', 'base', '--limit', '4', ...as),
    )
    const prices = ['--input', '10000000000000', '--output', '40000000000000']
    await cli('model', 'register', 'birds', '--training', trained.jobId, ...prices, ...as)
    const card = modelCardSchema.parse(await cli('model', 'card', 'birds'))
    for (const format of ['adapter', 'gguf', 'merged'])
      await cli('model', 'export', 'birds', '--format', format, '--to', join(folder, format), ...as)

    context.progress('the engine and transformers are asked')
    const base = baseFile(context.root)
    const asked = { questions: QUESTIONS, tokens: TOKENS, scored: null, texts: [], conversations: [] }
    const engine = engineSchema.parse(
      await answersOf(
        [process.execPath, join(context.root, 'packages', 'engine', 'test', 'answerCases.ts')],
        context.root,
        [
          { ...asked, name: 'served', base, adapter: join(folder, 'adapter', 'adapter.gguf') },
          { ...asked, name: 'gguf', base: join(folder, 'gguf', 'model.gguf'), adapter: null },
          { ...asked, name: 'base', base, adapter: null },
        ],
      ),
    )
    const python = join(context.root, '.venv', 'bin', 'python')
    const script = join(context.root, 'benchmarks', 'factory', 'ask_folder.py')
    const merged = tokensSchema.parse(
      await answersOf([python, script, join(folder, 'merged'), String(TOKENS)], context.root, QUESTIONS),
    )
    const tokensOf = (name: string) => engine[name]?.answers.map(({ tokens }) => tokens) ?? []
    const served = tokensOf('served')
    const same = (others: readonly (readonly number[])[]) =>
      served.filter((tokens, place) => tokens.length > 0 && tokens.join() === others[place]?.join()).length
    const changed = QUESTIONS.length - same(tokensOf('base'))
    const said = `${QUESTIONS.length} questions of up to ${TOKENS} tokens; the adapter changes the answers to ${changed} of them`
    const row = (name: string, count: number, how: string) =>
      context.row({
        ...{ name, value: count, unit: `of ${QUESTIONS.length}`, bar: String(QUESTIONS.length) },
        ok: count === QUESTIONS.length && changed > 0,
        note: `${how}; ${said}`,
      })
    row(
      'merged GGUF exported by a running node: same greedy tokens as served',
      same(tokensOf('gguf')),
      'trained, put together by the worker, fetched as a zip and unpacked by the command line, loaded in the engine',
    )
    row(
      'merged folder exported by a running node: same greedy tokens as served',
      same(merged),
      'the same for transformers, in 32-bit floats',
    )
    const { report } = evaluation
    const agree =
      report !== null && report.judged !== null && card.hashes.adapter === report.adapterHash && card.name === 'birds'
    context.row({
      name: 'model train, evaluate, register, card and export on a running node',
      value: agree ? 'agree' : 'differ',
      unit: '',
      bar: 'agree',
      ok: agree,
      note: `held-out records asked: ${report?.all.questions}; card and report have the same adapter`,
    })
  } finally {
    await stack.stop()
    await rm(folder, { recursive: true, force: true })
  }
}

/** What a program answers (JSON) to what it is given (JSON). */
async function answersOf(command: readonly [string, ...string[]], cwd: string, given: unknown): Promise<unknown> {
  const [program, ...args] = command
  const child = spawn(program, args, { cwd, stdio: ['pipe', 'pipe', 'pipe'] })
  child.stdin.end(JSON.stringify(given))
  const [out, errors, code] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    new Promise((resolve) => child.once('close', resolve)),
  ])
  if (code !== 0) throw new Error(`${args[0]} exited with ${code}: ${errors.slice(-2_000)}`)
  return JSON.parse(out)
}
