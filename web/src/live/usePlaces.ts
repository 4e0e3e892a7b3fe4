import { onScopeDispose, shallowRef, watch, type Ref } from 'vue'
import { PlacesMovedDocument, type PlacesFullFragment, type SlotFullFragment } from '@/gql/graphql'
import { listen } from './listen'

export type Places = PlacesFullFragment

/** How full the slots of an activity are, followed while `following` holds; `moved` is told of each change. */
export function usePlaces(id: () => string | undefined, following: Ref<boolean>, moved: (now: Places) => void = () => undefined) {
  const places = shallowRef<Places>()
  let stop: (() => void) | undefined

  function take(next: Places): void {
    const before = places.value
    places.value = next
    if (before && next.seq > before.seq) moved(next)
  }

  watch(
    [id, following],
    ([activityId, follow]) => {
      stop?.()
      if (places.value?.activityId !== activityId) places.value = undefined
      stop = activityId && follow ? listen(PlacesMovedDocument, { activityId }, (heard) => take(heard.activityPlaces)) : undefined
    },
    { immediate: true },
  )
  onScopeDispose(() => stop?.())
  return places
}

/** Slots as they were asked for, with what has been heard of them since. */
export function withPlaces<Slot extends SlotFullFragment>(slots: readonly Slot[], places: Places | undefined): readonly Slot[] {
  const heard = new Map(places?.slots.map((each) => [each.slotId, each]))
  return slots.map((slot) => ({ ...slot, ...heard.get(slot.id) }))
}
