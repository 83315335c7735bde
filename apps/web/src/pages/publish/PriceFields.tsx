import { parseOpen } from '../../format/parseOpen.ts'
import { Field } from '../../parts/Field.tsx'
import { text } from '../../text/text.ts'
import { openText } from './readPublish.ts'

type Prices = { readonly input: string; readonly output: string }

/** What a token read and a token written cost, in OPEN. */
export function PriceFields(props: {
  readonly value: Prices
  readonly minOutputPrice: string
  readonly wrong: { readonly input?: string | undefined; readonly output?: string | undefined }
  readonly onChange: (change: Partial<Prices>) => void
}) {
  const words = text.publish
  const { value, minOutputPrice, wrong, onChange } = props
  const thousand = (typed: string) => {
    const wei = parseOpen(typed)
    return wei === undefined ? '' : words.priceHint(openText(1_000n * BigInt(wei)))
  }
  const least = minOutputPrice === '0' ? '' : words.priceLeast(openText(minOutputPrice))
  return (
    <div className="field-row">
      <Field label={words.input} hint={thousand(value.input)} wrong={wrong.input}>
        {(control) => (
          <input
            {...control}
            inputMode="decimal"
            value={value.input}
            onChange={({ target }) => onChange({ input: target.value })}
          />
        )}
      </Field>
      <Field label={words.output} hint={`${thousand(value.output)} ${least}`.trim()} wrong={wrong.output}>
        {(control) => (
          <input
            {...control}
            inputMode="decimal"
            value={value.output}
            onChange={({ target }) => onChange({ output: target.value })}
          />
        )}
      </Field>
    </div>
  )
}
