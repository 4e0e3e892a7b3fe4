import { shallowRef, watch } from 'vue'
import { client } from '@/api/client'
import { GridsDocument, type GridShapeFragment, type GridsQuery } from '@/gql/graphql'
import { comebacks } from './line'

export interface Outlines {
  readonly grids: readonly GridShapeFragment[]
  readonly outline: Record<string, unknown> | null
}

const MOST_PAGES = 20

async function read(): Promise<Outlines | null> {
  const grids: GridShapeFragment[] = []
  let outline: Outlines['outline'] = null
  let after: string | null = null
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const answer: { data?: GridsQuery } = await client.value.query(GridsDocument, { after }).toPromise()
    if (!answer.data) return null
    const { edges, pageInfo } = answer.data.grids
    grids.push(...edges.map(({ node }) => node))
    outline = answer.data.communityOutline ?? null
    if (!pageInfo.hasNextPage) break
    after = pageInfo.endCursor
  }
  return { grids, outline }
}

/** The community's grids as they are drawn; undefined until they have come, asked for again when the line is back. */
export function useGrids() {
  const outlines = shallowRef<Outlines>()
  const load = async (): Promise<void> => {
    if (!outlines.value) outlines.value = (await read()) ?? undefined
  }
  watch(comebacks, load)
  void load()
  return outlines
}
