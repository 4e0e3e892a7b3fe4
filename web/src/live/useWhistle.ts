import { useQuery } from '@urql/vue'
import { computed, onScopeDispose, shallowRef, watch } from 'vue'
import { WhistleDocument, WhistleHistoryDocument, WhistleMovedDocument, type WhistleFullFragment, type WhistleHistorySubscription } from '@/gql/graphql'
import { listen } from './listen'
import { useComeback } from './useComeback'
import { useKept } from './useKept'

export type WhistleEntry = WhistleHistorySubscription['whistleHistory']

/** A whistle as it stands, moved by its stream; what the viewer may do is asked anew with every change. */
export function useWhistle(id: () => string) {
  const { data, error, fetching, executeQuery } = useQuery({ query: WhistleDocument, variables: computed(() => ({ id: id() })) })
  const refresh = () => void executeQuery({ requestPolicy: 'network-only' })
  const kept = useKept(id, data, error, refresh)
  const heard = shallowRef<WhistleFullFragment>()
  const mine = computed(() => kept.value?.whistle?.mine)
  const whistle = computed<WhistleFullFragment | null | undefined>(() => {
    const asked = kept.value?.whistle
    return asked && heard.value?.id === asked.id && heard.value.seq > asked.seq ? heard.value : asked
  })
  let stop: (() => void) | undefined

  function take(next: WhistleFullFragment): void {
    const known = whistle.value?.seq ?? 0
    heard.value = next
    if (next.seq > known) refresh()
  }

  function follow(whistleId: string | undefined): void {
    stop?.()
    stop = whistleId ? listen(WhistleMovedDocument, { whistleId }, (moved) => take(moved.whistle)) : undefined
  }

  watch(() => kept.value?.whistle?.id, follow, { immediate: true })
  useComeback(refresh)
  onScopeDispose(() => stop?.())
  return { whistle, mine, error, fetching, refresh }
}

/** Everything that happened at a whistle, oldest first, and what comes. After a lost line it goes on from the newest. */
export function useWhistleHistory(whistleId: string) {
  const entries = shallowRef<readonly WhistleEntry[]>([])
  const newest = () => entries.value.at(-1)?.seq ?? 0
  const variables = {
    whistleId,
    get after() {
      return newest()
    },
  }
  const stop = listen(WhistleHistoryDocument, variables, ({ whistleHistory }) => {
    if (whistleHistory.seq > newest()) entries.value = [...entries.value, whistleHistory]
  })
  onScopeDispose(stop)
  return entries
}
