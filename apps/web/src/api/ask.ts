import type { ApiRoute } from '@openledger/core/api/apiRoute.ts'
import { errorBodySchema } from '@openledger/core/api/errorBody.ts'
import type { z } from 'zod'
import { text } from '../text/text.ts'
import { ApiError } from './apiError.ts'
import { noteAnswer, noteSilence } from './reachability.ts'

type AnswerOf<R extends ApiRoute> = R extends { readonly response: infer S extends z.ZodType } ? z.output<S> : never

/** What fills a route. */
export type AskInput = {
  readonly params?: Readonly<Record<string, string | number>>
  readonly query?: Readonly<Record<string, string | number | undefined>>
  readonly body?: unknown
  /** API key or session token, for routes that take one. */
  readonly key?: string | undefined
  readonly headers?: Readonly<Record<string, string>>
  readonly signal?: AbortSignal
}

/**
 * Calls a route of the gateway that served this page and reads its answer through the route's schema.
 * @throws ApiError with the gateway's code, or WEB_UNREACHABLE, WEB_BAD_ANSWER
 */
export async function ask<R extends ApiRoute>(route: R, input: AskInput = {}): Promise<AnswerOf<R>> {
  const response = await send(route, input)
  const parsed = route.response?.safeParse(await response.json().catch(() => undefined))
  if (parsed?.success !== true) throw badAnswer(response.status, parsed?.error)
  return parsed.data as AnswerOf<R>
}

/** Sends a route's request; the body of a success is left to the caller. @throws ApiError as `ask` */
export async function send(route: ApiRoute, input: AskInput): Promise<Response> {
  const { params, query, body, key, signal } = input
  const path = route.path.replaceAll(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(String(params?.[name] ?? '')),
  )
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(query ?? {})) if (value !== undefined) search.set(name, String(value))
  const headers: Record<string, string> = { accept: 'application/json', ...input.headers }
  if (body !== undefined) headers['content-type'] = 'application/json'
  if (key !== undefined) headers['authorization'] = `Bearer ${key}`
  let response: Response
  try {
    response = await fetch(search.size === 0 ? path : `${path}?${search}`, {
      method: route.method.toUpperCase(),
      headers,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      ...(signal === undefined ? {} : { signal }),
    })
  } catch (cause) {
    if (signal?.aborted === true) throw cause
    noteSilence()
    const { unreachableError, unreachableHint } = text.state
    throw new ApiError({ code: 'WEB_UNREACHABLE', status: 0, message: unreachableError, hint: unreachableHint }, cause)
  }
  noteAnswer()
  if (!response.ok) throw await errorOf(response)
  return response
}

/** The gateway's error as it said it. */
export async function errorOf(response: Response): Promise<ApiError> {
  const parsed = errorBodySchema.safeParse(await response.json().catch(() => undefined))
  if (!parsed.success) return badAnswer(response.status, parsed.error)
  const { code, message, hint } = parsed.data.error
  return new ApiError({ code, status: response.status, message, hint })
}

function badAnswer(status: number, cause: unknown): ApiError {
  const { badAnswer: message, badAnswerHint: hint } = text.state
  return new ApiError({ code: 'WEB_BAD_ANSWER', status, message, hint }, cause)
}
