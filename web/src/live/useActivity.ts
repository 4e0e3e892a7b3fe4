import type { TypedDocumentNode } from '@urql/core'
import { useQuery } from '@urql/vue'
import { computed, shallowRef } from 'vue'
import { ActivityDocument, ActivityRunDocument, type ActivityFullFragment, type ActivityRunQuery } from '@/gql/graphql'
import { useComeback } from './useComeback'
import { useKept } from './useKept'
import { usePlaces, withPlaces, type Places } from './usePlaces'

export type Run = Extract<NonNullable<ActivityRunQuery['node']>, ActivityFullFragment>
export type RunSlot = Run['slots'][number]
export type Attendee = NonNullable<RunSlot['attendances']>[number]

interface Found<Shown> { readonly node: Shown | object | null }

function useFollowed<Shown extends ActivityFullFragment>(
  id: () => string,
  query: TypedDocumentNode<Found<Shown>, { id: string }>,
  concerns: (shown: Shown, now: Places) => boolean,
) {
  const { data, error, fetching, executeQuery } = useQuery({ query, variables: computed(() => ({ id: id() })) })
  const refresh = () => void executeQuery({ requestPolicy: 'network-only' })
  const kept = useKept(id, data, error, refresh)
  const asked = computed(() => {
    const node = kept.value?.node
    return node && 'slots' in node ? node : undefined
  })
  const follows = shallowRef(true)
  const places = usePlaces(
    () => asked.value?.id,
    follows,
    (now) => asked.value && concerns(asked.value, now) && refresh(),
  )
  const activity = computed(() => asked.value && { ...asked.value, slots: withPlaces(asked.value.slots, places.value) })
  useComeback(refresh)
  return { activity, error, fetching, refresh }
}

/** Whether something happened that may be about the viewer: they have a place, or it was called off. */
function mayBeMine({ slots, calledOffAt }: ActivityFullFragment, now: Places): boolean {
  return now.calledOffAt !== calledOffAt || slots.some(({ mine }) => mine && mine.standing !== 'LEFT' && mine.minutes === null)
}

/** An activity as the viewer sees it: its places move, and what is theirs is asked anew when it may have moved. */
export function useActivity(id: () => string) {
  return useFollowed<ActivityFullFragment>(id, ActivityDocument, mayBeMine)
}

/** An activity as whoever leads it sees it, with everybody on the list, read anew with every change. */
export function useRun(id: () => string) {
  return useFollowed<Run>(id, ActivityRunDocument, () => true)
}
