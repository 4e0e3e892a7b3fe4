import { onScopeDispose, shallowRef, watch, type Ref } from 'vue'
import { ProceedingsDocument, type ProceedingsFullFragment } from '@/gql/graphql'
import { listen } from './listen'

export type Proceedings = ProceedingsFullFragment

function isNews(seen: Proceedings | undefined, next: Proceedings): boolean {
  if (next.meetingId !== seen?.meetingId || next.seq > seen.seq) return true
  return next.seq === seen.seq && next.at > seen.at
}

/** How a meeting stands: as it was when it was read, then the newest after each change. */
export function useProceedings(meetingId: () => string, known: Ref<Proceedings | undefined>): Ref<Proceedings | undefined> {
  const state = shallowRef<Proceedings>()
  let stop: (() => void) | undefined
  const take = (next: Proceedings) => {
    if (isNews(state.value, next)) state.value = next
  }

  watch(known, (next) => next && take(next), { immediate: true })
  watch(
    meetingId,
    (id) => {
      stop?.()
      stop = listen(ProceedingsDocument, { meetingId: id }, ({ proceedings }) => take(proceedings))
    },
    { immediate: true },
  )
  onScopeDispose(() => stop?.())
  return state
}
