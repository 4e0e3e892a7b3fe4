import { shallowRef, watch } from 'vue'
import { client } from '@/api/client'
import { viewer } from '@/api/identity'
import {
  HonoursDocument, MyNominationsDocument, NominationsDocument, SeenNeighboursDocument,
  type HonoursQuery, type NominationFullFragment,
} from '@/gql/graphql'
import { useComeback } from './useComeback'
import { lastTold } from './useNotices'
import { usePages, type Loaded } from './usePages'

export type Honoured = HonoursQuery['honours']['edges'][number]['node']
export interface Seen { readonly id: string; readonly displayName: string }

/** Who has which title, newest first, page by page. */
export function useHonours() {
  async function load(after: string | null): Promise<Loaded<Honoured>> {
    const { data, error } = await client.value.query(HonoursDocument, { after }).toPromise()
    if (!data) return { error }
    return { page: { items: data.honours.edges.map(({ node }) => node), ...data.honours.pageInfo } }
  }

  const pages = usePages(load)
  watch(lastTold, (told) => told?.kind === 'honour.given' && pages.reload())
  useComeback(pages.reload)
  void pages.reload()
  return pages
}

/** Who is nominated and has not been voted on to the end, newest first. */
export function useNominations() {
  async function load(after: string | null): Promise<Loaded<NominationFullFragment>> {
    const { data, error } = await client.value.query(NominationsDocument, { after }).toPromise()
    if (!data) return { error }
    return { page: { items: data.nominations.edges.map(({ node }) => node), ...data.nominations.pageInfo } }
  }

  const pages = usePages(load)
  watch(lastTold, (told) => told && /^(nomination|honour)\./.test(told.kind) && pages.reload())
  useComeback(pages.reload)
  void pages.reload()
  return pages
}

/** What the viewer is nominated for, as long as they may say no. */
export function useMyNominations() {
  const mine = shallowRef<readonly NominationFullFragment[]>([])

  async function load(): Promise<void> {
    const { data } = await client.value.query(MyNominationsDocument, {}).toPromise()
    if (data) mine.value = data.myNominations.filter(({ standing }) => standing === 'OPEN' || standing === 'VOTING')
  }

  watch(lastTold, (told) => told && /^(nomination|honour)\./.test(told.kind) && load())
  useComeback(load)
  void load()
  return { mine, load }
}

/** Neighbours whose names stand on the boards: those the viewer may nominate without knowing more of them. */
export function useSeenNeighbours() {
  const seen = shallowRef<readonly Seen[]>([])

  async function load(): Promise<void> {
    const { data } = await client.value.query(SeenNeighboursDocument, {}).toPromise()
    if (!data) return
    const all = [...data.leaderboard.map(({ resident }) => resident), ...data.credits.edges.map(({ node }) => node.resident)]
    const others = all.filter(({ id }) => id !== viewer.value?.resident.id)
    seen.value = [...new Map(others.map((each) => [each.id, each])).values()]
  }

  void load()
  return seen
}
