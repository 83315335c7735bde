import type { EvaluationFigures, EvaluationRate, EvaluationVerdicts } from '@openledger/core/api/evaluations.ts'
import type { CardEvaluation, CardVersion, ModelCard } from '@openledger/core/api/modelCard.ts'
import { markdownCell as cell } from './markdownCell.ts'

const quoted = (value: string) => JSON.stringify(value)
const percent = (share: number) => `${(100 * share).toFixed(1)}%`
const code = (value: string) => `\`${value}\``

/**
 * A model card as the Hugging Face Hub reads it: YAML metadata, then the facts in Markdown.
 *
 * @param library what loads the files beside it
 */
export function modelCard(card: ModelCard, library: 'peft' | 'transformers' | 'gguf' = 'peft'): string {
  const { name, registration, developer, base, training, evaluation, versions, contributors, hashes } = card
  const sections = [
    `${metadata(card, library)}# ${cell(name)}`,
    'Everything here was counted, measured or read from the chain, but for the licence, which the developer named.',
    table(
      ['', ''],
      [
        ['developer', code(developer)],
        ['licence', card.licence === null ? 'none named' : cell(card.licence)],
        ['base model', `${cell(base.title ?? base.id)}, SHA-256 ${code(base.sha256)}`],
        ['base model’s licence', base.licence === null ? 'not known here' : cell(base.licence)],
        ['base model’s source', base.source === null ? 'not known here' : cell(base.source)],
        ...registrationRows(registration),
        ['accounts whose records it stands on', String(contributors)],
      ],
    ),
    '## Data',
    versions.length === 0
      ? 'None: the base model as it is.'
      : table(
          ['Datanet', 'version', 'used for', 'records', 'contributors', 'licence', 'root'],
          versions.map(versionRow),
        ),
    ...(training === null ? [] : ['## Training', trainingTable(training)]),
    '## Evaluation',
    ...(evaluation === null ? ['None is shown.'] : evaluationParts(evaluation)),
    '## Hashes',
    table(
      ['', ''],
      Object.entries(hashes).map(([what, hash]) => [what, code(hash)]),
    ),
  ]
  return `${sections.join('\n\n')}\n`
}

function metadata({ licence, training }: ModelCard, library: string): string {
  const id = licence?.toLowerCase() ?? 'unknown'
  const known = /^[a-z0-9.-]+$/.test(id)
  const lines = [
    `license: ${known ? id : 'other'}`,
    ...(known || licence === null ? [] : [`license_name: ${quoted(licence)}`]),
    ...(training === null ? [] : [`library_name: ${library}`, 'pipeline_tag: text-generation']),
  ]
  return `---\n${lines.join('\n')}\n---\n\n`
}

function registrationRows(registration: ModelCard['registration']): string[][] {
  if (registration === null) return [['registered', 'not yet']]
  const { modelId, chainId, registry, block, owner, price, split } = registration
  const parts = Object.entries(split).map(([part, bps]) => `${part} ${bps / 100}%`)
  return [
    ['model id', code(modelId)],
    ['registered', `chain ${chainId}, registry ${code(registry)}, block ${block}`],
    ['owner', code(owner)],
    [
      'price, wei of OPEN a token',
      price === null ? 'none yet' : `input ${price.inputPrice}, output ${price.outputPrice} (version ${price.version})`,
    ],
    ['a fee is cut', parts.join(', ')],
  ]
}

function versionRow({ slug, number, use, records, contributors, licence, root }: CardVersion): string[] {
  const known = (value: number | null) => (value === null ? 'not known here' : String(value))
  return [
    slug === null ? 'not known here' : cell(slug),
    known(number),
    use,
    known(records),
    known(contributors),
    licence === null || licence === '' ? 'none named' : cell(licence),
    code(root),
  ]
}

function trainingTable({ settings, records, steps, tokens }: NonNullable<ModelCard['training']>): string {
  return table(
    ['', ''],
    [
      ['records', String(records)],
      ['steps', String(steps)],
      ['tokens read', String(tokens)],
      ...Object.entries(settings).map(([name, value]) => [
        cell(name),
        cell(Array.isArray(value) ? value.join(', ') : String(value)),
      ]),
    ],
  )
}

function evaluationParts({ source, all, clean, copies, groups, judged, people }: CardEvaluation): string[] {
  const asked = {
    questions: 'questions that the developer gave',
    version: source.kind === 'version' ? `records of the version ${code(source.root)}` : '',
    heldOut: 'records that the training kept out',
  }[source.kind]
  const rows: [string, EvaluationFigures][] = [
    ['all', all],
    ['without copies', clean],
    ['copies of training records', copies],
    ...groups.map(({ group, figures }): [string, EvaluationFigures] => [`group ${cell(group)}`, figures]),
  ]
  return [
    `Asked were ${asked}, answered greedily by the base model and by this one. ${copies.questions} of ${all.questions} nearly repeat a training record. In brackets: 95% intervals.`,
    table(
      [
        'questions',
        '',
        'exact match, base',
        'this model',
        'F1, base',
        'this model',
        'loss, base',
        'this model',
        'better / worse',
        'p',
      ],
      rows.filter(([, { questions }]) => questions > 0).map(([what, figures]) => [what, ...figureCells(figures)]),
    ),
    'Loss: nats a token of the expected answer. p: of so uneven a change by chance (sign test over questions).',
    ...(judged === null
      ? []
      : [
          `The model ${cell(judged.judge)} compared ${judged.pairs} pairs in both orders; in ${judged.disagreed} the orders disagreed and do not count. ${verdicts(judged)}`,
        ]),
    ...(people === null
      ? []
      : [
          `${people.judges === 1 ? 'One person' : `${people.judges} people`} compared pairs blindly. ${verdicts(people)}`,
        ]),
  ]
}

function figureCells({ questions, base, adapter, changed }: EvaluationFigures): string[] {
  const mean = ({ mean, low, high }: typeof base.f1) =>
    low === null || high === null ? mean.toFixed(3) : `${mean.toFixed(3)} (${low.toFixed(3)}–${high.toFixed(3)})`
  return [
    String(questions),
    rateText(base.exact),
    rateText(adapter.exact),
    mean(base.f1),
    mean(adapter.f1),
    mean(base.loss),
    mean(adapter.loss),
    `${changed.better} / ${changed.worse}`,
    changed.p < 0.001 ? '< 0.001' : changed.p.toFixed(3),
  ]
}

function verdicts({ adapter, base, tie, rate }: EvaluationVerdicts): string {
  return `This model was better in ${adapter}, the base in ${base}, neither in ${tie}: ${rateText(rate)} of those that were decided.`
}

function rateText({ share, low, high }: EvaluationRate): string {
  return low === null || high === null ? 'none' : `${percent(share)} (${percent(low)}–${percent(high)})`
}

function table(headings: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  return [line(headings), line(headings.map(() => '---')), ...rows.map(line)].join('\n')
}
