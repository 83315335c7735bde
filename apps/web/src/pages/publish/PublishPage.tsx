import type { Info } from '@openledger/core/api/info.ts'
import type { Model } from '@openledger/core/api/models.ts'
import type { TrainingResult } from '@openledger/core/api/training.ts'
import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { NeedsAccount } from '../../account/NeedsAccount.tsx'
import type { Actor } from '../../account/useActor.ts'
import { evaluationQueries } from '../../api/evaluationQueries.ts'
import { publishingQueries } from '../../api/publishingQueries.ts'
import { queries } from '../../api/queries.ts'
import { useSignedIn } from '../../api/signedIn.ts'
import { Page } from '../../parts/Page.tsx'
import { Empty, Loaded } from '../../parts/State.tsx'
import '../../styles/factory.css'
import '../../styles/judge.css'
import '../../styles/reviews.css'
import { text } from '../../text/text.ts'
import { ExportModel } from './ExportModel.tsx'
import { Published } from './Published.tsx'
import { PublishForm } from './PublishForm.tsx'

/** Gives a trained model its price, split and licence, and registers it. */
export function PublishPage() {
  const { jobId } = useParams({ from: '/factory/$jobId/publish' })
  const token = useSignedIn()
  const words = text.publish
  const training = useQuery({ ...publishingQueries.training(jobId, token ?? ''), enabled: token !== undefined })
  return (
    <Page kind={words.kind} title={words.title(training.data?.own?.name ?? jobId.slice(0, 8))} lead={words.lead}>
      <NeedsAccount toDo={words.toDo}>
        {(actor) => (token === undefined ? null : <Trained actor={actor} jobId={jobId} token={token} />)}
      </NeedsAccount>
    </Page>
  )
}

function Trained({ actor, jobId, token }: { readonly actor: Actor; readonly jobId: string; readonly token: string }) {
  const words = text.publish
  const training = useQuery(publishingQueries.training(jobId, token))
  const info = useQuery(queries.info())
  const models = useQuery(queries.models())
  return (
    <>
      <p className="actions">
        <Link to="/factory/$jobId" params={{ jobId }} className="button-quiet">
          {words.run}
        </Link>
        <Link to="/factory/$jobId/evaluation" params={{ jobId }} className="button-quiet">
          {words.evaluate}
        </Link>
      </p>
      <Loaded query={training}>
        {({ result, own }) =>
          own === null ? (
            <Empty title={text.run.notYours}>{text.run.notYoursBody}</Empty>
          ) : result === null ? (
            <Empty title={words.notReady}>{words.notReadyBody}</Empty>
          ) : (
            <Loaded query={info}>
              {(known) => (
                <Loaded query={models}>
                  {({ data }) => (
                    <Ready
                      {...{ actor, jobId, token, result, info: known }}
                      name={own.name}
                      registered={data.find(
                        ({ openledger }) =>
                          openledger.manifestHash === result.manifestHash && openledger.developer === actor.account,
                      )}
                    />
                  )}
                </Loaded>
              )}
            </Loaded>
          )
        }
      </Loaded>
    </>
  )
}

function Ready(props: {
  readonly actor: Actor
  readonly jobId: string
  readonly token: string
  readonly result: TrainingResult
  readonly info: Info
  /** The training's. */
  readonly name: string
  readonly registered: Model | undefined
}) {
  const { actor, jobId, token, result, info, name, registered } = props
  const terms = useQuery(publishingQueries.terms(token, result.trainingVersions))
  const usable = useQuery(publishingQueries.terms(token))
  const evaluations = useQuery(evaluationQueries.list(jobId, token))
  const publication = useQuery(publishingQueries.publication(jobId, token))
  return (
    <>
      {registered === undefined ? null : <Published model={registered} />}
      <Loaded query={terms}>
        {(asked) => (
          <Loaded query={usable}>
            {({ data: versions }) => (
              <Loaded query={evaluations}>
                {({ data }) => (
                  <Loaded query={publication}>
                    {(said) => (
                      <PublishForm
                        {...{ actor, jobId, token, result, info, name, versions, registered, said }}
                        terms={asked}
                        evaluations={data.filter(({ report }) => report !== null)}
                      />
                    )}
                  </Loaded>
                )}
              </Loaded>
            )}
          </Loaded>
        )}
      </Loaded>
      <ExportModel jobId={jobId} token={token} />
    </>
  )
}
