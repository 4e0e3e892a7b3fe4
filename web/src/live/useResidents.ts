import { client } from '@/api/client'
import { ResidentsDocument, type ResidentsQuery } from '@/gql/graphql'
import { usePages, type Loaded } from './usePages'

export type Neighbour = ResidentsQuery['residents']['edges'][number]['node']

/** The confirmed residents of the community, as its staff may choose among them, page by page. */
export function useResidents() {
  async function load(after: string | null): Promise<Loaded<Neighbour>> {
    const { data, error } = await client.value.query(ResidentsDocument, { verified: true, after }).toPromise()
    if (!data) return { error }
    return { page: { items: data.residents.edges.map(({ node }) => node), ...data.residents.pageInfo } }
  }

  const pages = usePages(load)
  void pages.reload()
  return pages
}
