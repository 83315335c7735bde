import type { GatewayServices } from '../gatewayServices.ts'

/**
 * About how many tokens a call is, before anything is counted: four bytes of its request to a token, and what it may
 * produce.
 */
export function workOf({ models }: GatewayServices, bytes: number, maxTokens: number | null | undefined): number {
  return bytes / 4 + (maxTokens ?? models.defaultMaxTokens)
}
