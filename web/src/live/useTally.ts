import { onScopeDispose, shallowRef, watch, type Ref } from 'vue'
import { PollTallyDocument, type TallyFullFragment } from '@/gql/graphql'
import { listen } from './listen'

export type Tally = TallyFullFragment

function isNews(seen: Tally, next: Tally): boolean {
  if (next.pollId !== seen.pollId || next.seq > seen.seq) return true
  return next.seq === seen.seq && next.visible && !seen.visible
}

/** The newest tally of a poll, following the votes while `following` holds. */
export function useTally(known: Ref<Tally>, following: Ref<boolean>): Ref<Tally> {
  const tally = shallowRef(known.value)
  const take = (next: Tally) => {
    if (isNews(tally.value, next)) tally.value = next
  }
  let stop: (() => void) | undefined

  watch(known, take)
  watch(
    [() => known.value.pollId, following],
    ([pollId, follow]) => {
      stop?.()
      stop = follow ? listen(PollTallyDocument, { pollId }, ({ pollTally }) => take(pollTally)) : undefined
    },
    { immediate: true },
  )
  onScopeDispose(() => stop?.())
  return tally
}
