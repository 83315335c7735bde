import { getDatanet } from '@openledger/core/api/datanets.ts'
import { DATANET_STEPS, type DatanetPlan, type DatanetStep, setUpDatanet } from '@openledger/sdk/setUpDatanet.ts'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useAction } from '../../account/useAction.ts'
import type { Actor } from '../../account/useActor.ts'
import { useClient } from '../../account/useClient.ts'
import { ApiError } from '../../api/apiError.ts'
import { ask } from '../../api/ask.ts'
import { queries } from '../../api/queries.ts'
import { Facts } from '../../parts/Facts.tsx'
import { Section } from '../../parts/Page.tsx'
import { Failure } from '../../parts/State.tsx'
import { Tag } from '../../parts/Tag.tsx'
import { text } from '../../text/text.ts'

type State = 'todo' | 'doing' | 'done' | 'already'
const STEPS = [...DATANET_STEPS, 'index'] as const
const tones = { todo: 'quiet', doing: 'warn', done: 'good', already: 'good' } as const

/** How often and how long the gateway is asked for the new Datanet. */
const POLL_MS = 500
const POLLS = 120

/** The way to the Datanet, step by step; begun and gone on with by a button, so that no reload sends anything. */
export function SetUp(props: {
  readonly actor: Actor
  readonly plan: DatanetPlan
  readonly onChange: () => void
  readonly onDone: () => void
}) {
  const { actor, plan, onChange, onDone } = props
  const [states, setStates] = useState<Partial<Record<DatanetStep | 'index', State>>>({})
  const { busy, error, run } = useAction()
  const { data: info } = useQuery(queries.info())
  const client = useClient()
  const cache = useQueryClient()
  const navigate = useNavigate()
  const words = text.newDatanet
  const mark = (step: DatanetStep | 'index', state: State) => setStates((all) => ({ ...all, [step]: state }))
  const go = async () => {
    if (info === undefined || client === undefined) return
    const datanetId = await setUpDatanet(actor, { ...client, info }, plan, mark)
    mark('index', 'doing')
    await indexed(datanetId)
    onDone()
    await cache.invalidateQueries({ queryKey: queries.datanets().queryKey })
    await navigate({ to: '/datanets/$datanetId/owner', params: { datanetId } })
  }
  return (
    <Section title={words.steps} lead={words.stepsLead}>
      <Facts
        facts={[
          [words.titleField, plan.title],
          [words.slug, plan.slug],
          [words.licence, plan.licence === '' ? words.noLicence : plan.licence],
          [words.rate, `${plan.rateBps / 100}%`],
          [
            words.treasury,
            <span key="treasury" className="hex">
              {plan.treasury}
            </span>,
          ],
        ]}
      />
      <Facts
        facts={STEPS.map((step) => {
          const state = states[step] ?? 'todo'
          return [
            words.step[step],
            <Tag key={step} tone={tones[state]}>
              {words.stepState[state]}
            </Tag>,
          ]
        })}
      />
      {error === undefined ? null : <Failure error={error} />}
      <p className="note" role="status">
        {busy ? text.acting.waiting[actor.kind] : null}
      </p>
      <p className="actions">
        <button
          type="button"
          className="button"
          disabled={busy || info === undefined || client === undefined}
          onClick={() => void run(go)}
        >
          {error === undefined ? words.submit : words.goOn}
        </button>
        <button type="button" className="button-quiet" disabled={busy} onClick={onChange}>
          {words.change}
        </button>
      </p>
    </Section>
  )
}

/** Waits until the gateway has read the block with the new Datanet. @throws its answer after a minute without */
async function indexed(datanetId: string): Promise<void> {
  for (let poll = 1; ; poll++) {
    try {
      await ask(getDatanet, { params: { datanetId } })
      return
    } catch (error) {
      if (!(error instanceof ApiError && error.status === 404) || poll > POLLS) throw error
    }
    await new Promise((resolve) => setTimeout(resolve, POLL_MS))
  }
}
