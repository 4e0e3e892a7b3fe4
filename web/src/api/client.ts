import { createClient, fetchExchange, mapExchange, type Client, type CombinedError } from '@urql/core'
import { shallowRef } from 'vue'
import { locale } from '@/i18n'
import { token } from './token'

type Refused = (error: CombinedError) => void
const refused = new Set<Refused>()

/** Calls back when the server no longer knows the token that was sent. */
export function onTokenRefused(callback: Refused): void {
  refused.add(callback)
}

function headers(): Record<string, string> {
  const sent: Record<string, string> = { 'Accept-Language': locale.value }
  if (token.value) sent.Authorization = `Bearer ${token.value}`
  return sent
}

function isTokenRefused(error: CombinedError): boolean {
  const response = error.response as Response | undefined
  return response?.status === 401
}

function make(): Client {
  const madeFor = token.value
  const watchErrors = mapExchange({
    onError(error) {
      if (madeFor && madeFor === token.value && isTokenRefused(error)) for (const callback of refused) callback(error)
    },
  })
  return createClient({
    url: '/graphql',
    preferGetMethod: false,
    requestPolicy: 'network-only',
    fetchOptions: () => ({ headers: headers() }),
    exchanges: [watchErrors, fetchExchange],
  })
}

/** The GraphQL client; a new one after each change of identity or language. */
export const client = shallowRef(make())

export function renewClient(): void {
  client.value = make()
}
