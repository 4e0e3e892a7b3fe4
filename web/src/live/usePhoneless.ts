import { shallowRef } from 'vue'
import { client } from '@/api/client'
import { sentence } from '@/api/problem'
import { PhonelessDocument, type PhonelessQuery } from '@/gql/graphql'

const MOST_PAGES = 100
export type Neighbour = PhonelessQuery['residents']['edges'][number]['node']

/** Those on the roll who have no phone, for the staff: nobody who stands there should be put on it a second time. */
export function usePhoneless() {
  const neighbours = shallowRef<readonly Neighbour[]>()
  const trouble = shallowRef('')

  async function load(): Promise<void> {
    const found: Neighbour[] = []
    let after: string | null = null
    trouble.value = ''
    for (let page = 0; page < MOST_PAGES; page += 1) {
      const result: { data?: PhonelessQuery | undefined; error?: Parameters<typeof sentence>[0] } = await client.value
        .query(PhonelessDocument, { after })
        .toPromise()
      if (!result.data) {
        trouble.value = sentence(result.error)
        return
      }
      const { edges, pageInfo } = result.data.residents
      found.push(...edges.map(({ node }) => node))
      after = pageInfo.endCursor ?? null
      if (!pageInfo.hasNextPage) break
    }
    neighbours.value = found
  }

  return { neighbours, trouble, load }
}
