import { shallowRef, watch } from 'vue'
import { client } from '@/api/client'
import { sentence } from '@/api/problem'
import { MyBadgesDocument, MyPointsDocument, type MyBadgesQuery, type MyPointsQuery } from '@/gql/graphql'
import { useComeback } from './useComeback'
import { lastTold } from './useNotices'

/** The viewer's level and badges, asked anew as they are told of points or of a badge. */
export function useMyBadges() {
  const points = shallowRef<MyPointsQuery['myPoints']>()
  const mine = shallowRef<MyBadgesQuery['myBadges']>()
  const trouble = shallowRef('')

  async function load(): Promise<void> {
    const [of, badges] = await Promise.all([
      client.value.query(MyPointsDocument, {}).toPromise(),
      client.value.query(MyBadgesDocument, {}).toPromise(),
    ])
    if (of.data) points.value = of.data.myPoints
    if (badges.data) mine.value = badges.data.myBadges
    trouble.value = points.value && mine.value ? '' : sentence(of.error ?? badges.error)
  }

  watch(lastTold, (told) => told && /^(points|badge|badge_set)\./.test(told.kind) && load())
  useComeback(load)
  void load()
  return { points, mine, trouble, load }
}
