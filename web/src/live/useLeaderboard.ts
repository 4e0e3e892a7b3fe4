import { onScopeDispose, shallowRef, watch } from 'vue'
import { client } from '@/api/client'
import { LeaderboardMovedDocument, StandingDocument, type BoardRowFullFragment, type StandingQuery } from '@/gql/graphql'
import { listen } from './listen'
import { useComeback } from './useComeback'

const APART_MS = 1_000

/**
 * The board of a month as it moves: who is on top, at once; which buildings and teams are, and where the viewer stands (null
 * where nowhere), about a second later. Undefined is what has not been heard yet.
 */
export function useLeaderboard(month: () => string) {
  const people = shallowRef<readonly BoardRowFullFragment[]>()
  const buildings = shallowRef<StandingQuery['buildingBoard']>()
  const teams = shallowRef<StandingQuery['teamBoard']>()
  const place = shallowRef<StandingQuery['myPlace']>()
  let timer: ReturnType<typeof setTimeout> | undefined
  let stop: (() => void) | undefined

  async function load(): Promise<void> {
    const asked = month()
    const { data } = await client.value.query(StandingDocument, { month: asked }).toPromise()
    if (!data || asked !== month()) return
    people.value = data.leaderboard
    buildings.value = data.buildingBoard
    teams.value = data.teamBoard
    place.value = data.myPlace
  }

  function soon(): void {
    timer ??= setTimeout(() => {
      timer = undefined
      void load()
    }, APART_MS)
  }

  function follow(): void {
    stop?.()
    people.value = buildings.value = teams.value = place.value = undefined
    void load()
    stop = listen(LeaderboardMovedDocument, { month: month() }, ({ leaderboard }) => {
      people.value = leaderboard
      soon()
    })
  }

  watch(month, follow, { immediate: true })
  useComeback(load)
  onScopeDispose(() => {
    clearTimeout(timer)
    stop?.()
  })
  return { people, buildings, teams, place, load }
}
