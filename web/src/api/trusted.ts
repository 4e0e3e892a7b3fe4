import { makeOperation, type Exchange, type Operation } from '@urql/core'
import { filter, makeSubject, map, merge, pipe } from 'wonka'

interface Made { readonly __meta__: { readonly documentId: string } }
interface Problem { readonly extensions?: { readonly code?: unknown } }

/** The id under which the build's manifest has a document; every one the build made has one. */
export function idOf(document: object): string {
  return (document as Made).__meta__.documentId
}

/** Whether the server does not know an id: it may be older or newer than this page. */
export function isUnknown(errors: unknown): boolean {
  return Array.isArray(errors) && (errors as Problem[]).some(({ extensions }) => extensions?.code === 'DOCUMENT_NOT_FOUND')
}

function byId(operation: Operation): Operation {
  const query = { kind: operation.query.kind, definitions: [], documentId: idOf(operation.query) }
  return makeOperation(operation.kind, { ...operation, query }, { whole: operation.query })
}

function byText(operation: Operation): Operation {
  return makeOperation(operation.kind, { ...operation, query: operation.context.whole }, { whole: undefined })
}

/** Sends the ids of documents in place of their texts, and a text once where the server does not know its id. */
export const trustedExchange: Exchange = ({ forward }) => (operations) => {
  const { source: again, next: sendAgain } = makeSubject<Operation>()
  return pipe(
    merge([pipe(operations, map(byId)), again]),
    forward,
    filter(({ operation, error }) => {
      if (!operation.context.whole || !isUnknown(error?.graphQLErrors)) return true
      sendAgain(byText(operation))
      return false
    }),
  )
}
