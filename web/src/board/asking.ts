import { stringifyDocument, type TypedDocumentNode } from '@urql/core'
import { createClient, type Client } from 'graphql-ws'
import { idOf, isUnknown } from '@/api/trusted'

interface Answer<Data> { readonly data?: Data; readonly errors?: unknown }
type Variables = Record<string, unknown>

async function post<Data>(body: object, language: string): Promise<Answer<Data>> {
  const headers = { 'Content-Type': 'application/json', 'Accept-Language': language }
  const response = await fetch('/graphql', { method: 'POST', headers, body: JSON.stringify(body) })
  return (await response.json()) as Answer<Data>
}

/** The answer, asked as a guest: a screen on a wall is nobody. By the document's id, by its text where that is unknown. */
export async function ask<Data, Given extends Variables>(
  document: TypedDocumentNode<Data, Given>, variables: Given, language: string,
): Promise<Data> {
  let answer = await post<Data>({ documentId: idOf(document), variables }, language)
  if (isUnknown(answer.errors)) answer = await post<Data>({ query: stringifyDocument(document), variables }, language)
  if (!answer.data) throw new Error('The board was not answered.')
  return answer.data
}

function line(language: string): Client {
  const scheme = location.protocol === 'https:' ? 'wss' : 'ws'
  return createClient({
    url: `${scheme}://${location.host}/graphql`,
    connectionParams: { language },
    retryAttempts: Infinity,
    shouldRetry: () => true,
    keepAlive: 10_000,
    lazy: true,
  })
}

/** Calls back for everything that comes, and comes back by itself; `variables` are read anew with every connection. */
export function follow<Data, Given extends Variables>(
  document: TypedDocumentNode<Data, Given>, variables: Given, language: string, heard: (data: Data) => void,
): () => void {
  const client = line(language)
  const next = ({ data }: { data?: Data | null }): void => void (data && heard(data))
  const sink = { next, complete: () => undefined }
  const byText = (reason: unknown): void => {
    if (isUnknown(reason)) client.subscribe({ query: stringifyDocument(document), variables }, { ...sink, error: () => undefined })
  }
  client.subscribe({ query: '', documentId: idOf(document), variables } as never, { ...sink, error: byText })
  return () => void client.dispose()
}
