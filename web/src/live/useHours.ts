import { useQuery } from '@urql/vue'
import { computed, watch } from 'vue'
import { client } from '@/api/client'
import { HoursEntriesDocument, MyHelpsDocument, MyHoursDocument, type HoursEntriesQuery } from '@/gql/graphql'
import { useComeback } from './useComeback'
import { useKept } from './useKept'
import { lastTold } from './useNotices'
import { usePages, type Loaded } from './usePages'

type Edge = NonNullable<HoursEntriesQuery['myHours']>['entries']['edges'][number]
export type HoursLine = Edge['node'] & { readonly id: string }
const ABOUT_HOURS = /^(help|gift|hours)\./

/** Calls this whenever the viewer is told of something about hours, and when the line has come back. */
export function onHoursMoved(askAnew: () => void): void {
  watch(lastTold, (told) => told && ABOUT_HOURS.test(told.kind) && askAnew())
  useComeback(askAnew)
}

/** What the viewer has in the bank of hours, with gifts, and the sums of the whole bank. */
export function useHours() {
  const { data, error, executeQuery } = useQuery({ query: MyHoursDocument })
  const refresh = () => void executeQuery({ requestPolicy: 'network-only' })
  const kept = useKept(() => 'hours', data, error, refresh)
  onHoursMoved(refresh)
  return { mine: computed(() => kept.value?.myHours), bank: computed(() => kept.value?.hoursBank), error, refresh }
}

/** The viewer's posts, and what they help with or are helped with. */
export function useHelps() {
  const { data, error, executeQuery } = useQuery({ query: MyHelpsDocument })
  const refresh = () => void executeQuery({ requestPolicy: 'network-only' })
  const kept = useKept(() => 'helps', data, error, refresh)
  onHoursMoved(refresh)
  const helps = computed(() => kept.value?.myHelps?.edges.map(({ node }) => node))
  const posts = computed(() => kept.value?.myHelpPosts?.edges.map(({ node }) => node))
  return { helps, posts, error, refresh }
}

/** Every entry of the viewer's account, newest first. */
export function useHoursEntries() {
  async function load(after: string | null): Promise<Loaded<HoursLine>> {
    const { data, error } = await client.value.query(HoursEntriesDocument, { after }, { requestPolicy: 'network-only' }).toPromise()
    if (!data?.myHours) return { error }
    const { edges, pageInfo } = data.myHours.entries
    return { page: { items: edges.map(({ cursor, node }) => ({ id: cursor, ...node })), ...pageInfo } }
  }
  const pages = usePages(load)
  onHoursMoved(() => void pages.reload())
  void pages.reload()
  return pages
}
