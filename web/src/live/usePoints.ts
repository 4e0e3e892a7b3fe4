import { shallowRef, watch } from 'vue'
import { client } from '@/api/client'
import { sentence } from '@/api/problem'
import { MyPointsDocument, MyPointsEntriesDocument, type MyPointsQuery, type PointsEntryFullFragment } from '@/gql/graphql'
import { useComeback } from './useComeback'
import { lastTold } from './useNotices'
import { usePages, type Loaded } from './usePages'

/** What the viewer has and every entry of it; asked anew at the moment they are told of points or of a voucher. */
export function usePoints() {
  const mine = shallowRef<MyPointsQuery['myPoints']>()
  const trouble = shallowRef('')
  const fresh = shallowRef<ReadonlySet<string>>(new Set())

  async function load(after: string | null): Promise<Loaded<PointsEntryFullFragment>> {
    const { data, error } = await client.value.query(MyPointsEntriesDocument, { after }).toPromise()
    if (!data?.myPoints) return { error }
    const { edges, pageInfo } = data.myPoints.entries
    return { page: { items: edges.map(({ node }) => node), ...pageInfo } }
  }

  const pages = usePages(load)

  async function loadMine(): Promise<void> {
    const { data, error } = await client.value.query(MyPointsDocument, {}).toPromise()
    if (data) mine.value = data.myPoints
    trouble.value = data || mine.value ? '' : sentence(error)
  }

  async function refresh(): Promise<void> {
    const known = new Set(pages.items.value.map(({ id }) => id))
    await Promise.all([loadMine(), pages.refreshTop()])
    const came = pages.items.value.filter(({ id }) => !known.has(id)).map(({ id }) => id)
    if (came.length) fresh.value = new Set(came)
  }

  watch(lastTold, (told) => told && /^(points|voucher)\./.test(told.kind) && refresh())
  useComeback(refresh)
  void loadMine()
  void pages.reload()
  return { mine, trouble, fresh, loadMine, pages }
}
