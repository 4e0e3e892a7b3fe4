import { useQuery } from '@urql/vue'
import { computed, onScopeDispose, shallowRef } from 'vue'
import { client } from '@/api/client'
import { MyTeamDocument, TeamBoardMovedDocument, TeamsDocument, type TeamFullFragment, type TeamRowFullFragment } from '@/gql/graphql'
import { listen } from './listen'
import { useComeback } from './useComeback'
import { useKept } from './useKept'
import { usePages, type Loaded } from './usePages'

/** The teams that go on, the viewer's own with its place this month, and this month's board, which moves. */
export function useTeams() {
  const { data, error, executeQuery } = useQuery({ query: MyTeamDocument })
  const refreshMine = () => void executeQuery({ requestPolicy: 'network-only' })
  const kept = useKept(() => 'team', data, error, refreshMine)
  const board = shallowRef<readonly TeamRowFullFragment[]>()

  async function load(after: string | null): Promise<Loaded<TeamFullFragment>> {
    const { data: found, error: problem } = await client.value.query(TeamsDocument, { after }, { requestPolicy: 'network-only' }).toPromise()
    if (!found) return { error: problem }
    return { page: { items: found.teams.edges.map(({ node }) => node), ...found.teams.pageInfo } }
  }

  const pages = usePages(load)
  const stop = listen(TeamBoardMovedDocument, {}, ({ teamBoard }) => {
    if (board.value) refreshMine()
    board.value = teamBoard
  })

  function refresh(): void {
    refreshMine()
    void pages.reload()
  }

  useComeback(refresh)
  onScopeDispose(stop)
  void pages.reload()
  return { mine: computed(() => kept.value?.myTeam), place: computed(() => kept.value?.myTeamPlace?.own), board, pages, refresh }
}
