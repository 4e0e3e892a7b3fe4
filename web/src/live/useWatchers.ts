import { onScopeDispose, shallowRef, watch, type Ref } from 'vue'
import { WatchersDocument } from '@/gql/graphql'
import { listen } from './listen'

/** How many screens follow a meeting now; 0 until that is known. */
export function useWatchers(meetingId: () => string): Ref<number> {
  const screens = shallowRef(0)
  let stop: (() => void) | undefined

  watch(
    meetingId,
    (id) => {
      stop?.()
      screens.value = 0
      stop = listen(WatchersDocument, { meetingId: id }, ({ watchers }) => (screens.value = watchers.screens))
    },
    { immediate: true },
  )
  onScopeDispose(() => stop?.())
  return screens
}
