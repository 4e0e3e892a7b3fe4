import { stringifyDocument, type AnyVariables, type TypedDocumentNode } from '@urql/core'
import { subscribe } from './line'

/**
 * Follows a subscription until the returned function is called. The line reconnects by itself and
 * sends `variables` anew, so a getter among them is read again.
 */
export function listen<Data, Variables extends AnyVariables>(
  document: TypedDocumentNode<Data, Variables>,
  variables: Variables,
  heard: (data: Data) => void,
): () => void {
  const payload = { query: stringifyDocument(document), variables: variables as Record<string, unknown> }
  return subscribe<Data>(payload, {
    next: ({ data }) => {
      if (data) heard(data)
    },
    error: (reason) => console.warn('A subscription ended:', reason),
    complete: () => undefined,
  })
}
