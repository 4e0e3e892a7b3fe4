import { createClient, fetchExchange, mapExchange, type Client } from '@urql/core'
import { shallowRef } from 'vue'
import { locale } from '@/i18n'
import { token } from './token'
import { trustedExchange } from './trusted'

const refused = new Set<() => void>()

/** Calls back when the server no longer knows the token that was sent. */
export function onTokenRefused(callback: () => void): void {
  refused.add(callback)
}

function headers(): Record<string, string> {
  const sent: Record<string, string> = { 'Accept-Language': locale.value }
  if (token.value) sent.Authorization = `Bearer ${token.value}`
  return sent
}

function isTokenRefused(data: unknown): boolean {
  const answers = Object.values((data ?? {}) as Record<string, { code?: string } | null>)
  return answers.some((answer) => answer?.code === 'SIGN_IN_REQUIRED')
}

function make(): Client {
  const madeFor = token.value
  const watchRefusals = mapExchange({
    onResult({ data }) {
      if (madeFor && madeFor === token.value && isTokenRefused(data)) for (const callback of refused) callback()
    },
  })
  return createClient({
    url: '/graphql',
    preferGetMethod: false,
    requestPolicy: 'network-only',
    fetchOptions: () => ({ headers: headers() }),
    exchanges: [watchRefusals, trustedExchange, fetchExchange],
  })
}

/** The GraphQL client; a new one after each change of identity or language. */
export const client = shallowRef(make())

export function renewClient(): void {
  client.value = make()
}
