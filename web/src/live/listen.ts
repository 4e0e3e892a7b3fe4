import { stringifyDocument, type AnyVariables, type TypedDocumentNode } from '@urql/core'
import type { ExecutionResult, Sink } from 'graphql-ws'
import { idOf, isUnknown } from '@/api/trusted'
import { subscribe } from './line'

const SHORTEST_WAIT_MS = 500
const LONGEST_WAIT_MS = 10_000

/** Whether the server only stumbled, so that the same question may be answered later. */
function mayPass(reason: unknown): boolean {
  if (!Array.isArray(reason)) return true
  return (reason as { extensions?: { code?: string } }[]).some((error) => error.extensions?.code === 'INTERNAL')
}

/** Subscribes by the document's id, and by its text where the server does not know the id. */
function follow<Data, Variables extends AnyVariables>(
  document: TypedDocumentNode<Data, Variables>,
  variables: Variables,
  sink: Sink<ExecutionResult<Data>>,
): () => void {
  const asked = { variables: variables as Record<string, unknown> }
  const error = (reason: unknown): void => {
    if (!isUnknown(reason)) return sink.error(reason)
    stop()
    stop = subscribe({ ...asked, query: stringifyDocument(document) }, sink)
  }
  // graphql-ws wants a query at any rate; the server takes an empty one as none.
  const byId = { ...asked, query: '', documentId: idOf(document) }
  let stop = subscribe<Data>(byId, { ...sink, error })
  return () => stop()
}

/**
 * Follows a subscription until the returned function is called. The line reconnects by itself and
 * sends `variables` anew, so a getter among them is read again; a subscription that the server had
 * to give up is asked for again. `ended` is called where the server has said all there is, or refuses to say any.
 */
export function listen<Data, Variables extends AnyVariables>(
  document: TypedDocumentNode<Data, Variables>,
  variables: Variables,
  heard: (data: Data) => void,
  ended: () => void = () => undefined,
): () => void {
  let wait = SHORTEST_WAIT_MS
  let timer: ReturnType<typeof setTimeout> | undefined
  let stop = (): void => undefined
  let left = false

  function start(): void {
    stop = follow(document, variables, {
      next: ({ data }) => {
        wait = SHORTEST_WAIT_MS
        if (data) heard(data)
      },
      error: (reason) => {
        console.warn('A subscription ended:', reason)
        if (!mayPass(reason)) return left || ended()
        timer = setTimeout(() => (stop(), start()), wait)
        wait = Math.min(2 * wait, LONGEST_WAIT_MS)
      },
      complete: () => left || ended(),
    })
  }

  start()
  return () => {
    left = true
    clearTimeout(timer)
    stop()
  }
}
