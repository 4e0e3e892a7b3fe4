import { useQuery } from '@urql/vue'
import { computed, onScopeDispose, shallowRef, watch } from 'vue'
import { ContestDocument, ContestMovedDocument, type ContestFullFragment, type ContestQuery } from '@/gql/graphql'
import { listen } from './listen'
import { useComeback } from './useComeback'
import { useKept } from './useKept'

type Asked = Extract<NonNullable<ContestQuery['node']>, { __typename: 'Contest' }>

/** A contest as it moves, with what is the viewer's own in it, which is asked for anew where its stage changes. */
export function useContest(id: () => string) {
  const { data, error, fetching, executeQuery } = useQuery({ query: ContestDocument, variables: computed(() => ({ id: id() })) })
  const refresh = () => void executeQuery({ requestPolicy: 'network-only' })
  const kept = useKept(id, data, error, refresh)
  const moved = shallowRef<ContestFullFragment>()
  let stop: (() => void) | undefined

  const asked = computed((): Asked | undefined => (kept.value?.node?.__typename === 'Contest' ? kept.value.node : undefined))
  const contest = computed((): (ContestFullFragment & Pick<Asked, 'judging' | 'myPrize' | 'myScores'>) | undefined => {
    if (!asked.value) return undefined
    return moved.value && moved.value.seq > asked.value.seq ? { ...asked.value, ...moved.value } : asked.value
  })
  const mine = computed(() => new Set(asked.value?.entries.filter((each) => each.mine).map((each) => each.id)))

  watch(
    () => asked.value?.id,
    (found) => {
      stop?.()
      moved.value = undefined
      stop = found
        ? listen(ContestMovedDocument, { id: found }, (heard) => {
            const before = contest.value?.stage
            moved.value = heard.contest
            if (before && before !== heard.contest.stage) refresh()
          })
        : undefined
    },
    { immediate: true },
  )
  useComeback(refresh)
  onScopeDispose(() => stop?.())
  return { contest, mine, error, fetching, refresh }
}
