import { onScopeDispose, shallowRef, watch } from 'vue'
import { client } from '@/api/client'
import { NeighboursDocument, type NeighboursQuery } from '@/gql/graphql'
import { usePages, type Loaded } from './usePages'

const PAUSE_MS = 300
export type Neighbour = NeighboursQuery['residents']['edges'][number]['node']

/** The confirmed residents of the community, for its staff: by how their name begins and where they live. */
export function useResidents() {
  const search = shallowRef('')
  const building = shallowRef('')
  let timer: ReturnType<typeof setTimeout> | undefined

  async function load(after: string | null): Promise<Loaded<Neighbour>> {
    const asked = { search: search.value || null, buildingId: building.value || null, after }
    const { data, error } = await client.value.query(NeighboursDocument, asked).toPromise()
    if (!data) return { error }
    return { page: { items: data.residents.edges.map(({ node }) => node), ...data.residents.pageInfo } }
  }

  const pages = usePages(load)
  watch(search, () => {
    clearTimeout(timer)
    timer = setTimeout(() => void pages.reload(), PAUSE_MS)
  })
  watch(building, pages.reload)
  onScopeDispose(() => clearTimeout(timer))
  void pages.reload()
  return { search, building, ...pages }
}
