import { getOperationAST, parse, type ExecutionResult } from 'graphql'
import { createClient } from 'graphql-ws'

interface Asked {
  query: string
  operationName?: string | null
  variables?: unknown
}
type Headers = Record<string, unknown> | undefined

function isSubscription({ query, operationName }: Asked): boolean {
  return getOperationAST(parse(query), operationName ?? undefined)?.operation === 'subscription'
}

function authorization(headers: Headers): string | undefined {
  const name = Object.keys(headers ?? {}).find((each) => each.toLowerCase() === 'authorization')
  return name && headers ? String(headers[name]) : undefined
}

/** Each watch has a line of its own, so that it speaks with the token its Headers tab held. */
async function* watch(asked: Asked, headers: Headers): AsyncGenerator<ExecutionResult> {
  const token = authorization(headers)
  const socket = createClient({
    url: `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/graphql`,
    connectionParams: token ? { authorization: token } : {},
    retryAttempts: 0,
  })
  try {
    const { query, operationName, variables } = asked
    const payload = { query, operationName, variables: variables as Record<string, unknown> | undefined }
    yield* socket.iterate(payload) as AsyncIterableIterator<ExecutionResult>
  } finally {
    await socket.dispose()
  }
}

async function ask(asked: Asked, headers: Headers): Promise<ExecutionResult> {
  const answer = await fetch('/graphql', {
    method: 'POST',
    credentials: 'omit',
    headers: {
      Accept: 'application/graphql-response+json, application/json;q=0.9',
      'Content-Type': 'application/json',
      ...(headers as Record<string, string> | undefined),
    },
    body: JSON.stringify(asked),
  })
  return (await answer.json()) as ExecutionResult
}

/** Sends what the editor holds: over HTTP, or over graphql-transport-ws where it is a subscription. */
export function fetcher(asked: Asked, options?: { headers?: Headers }) {
  return isSubscription(asked) ? watch(asked, options?.headers) : ask(asked, options?.headers)
}
