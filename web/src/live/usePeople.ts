import { computed, shallowRef, watch } from 'vue'
import { client } from '@/api/client'
import { viewer } from '@/api/identity'
import { MeetingPeopleDocument, type ParticipantFullFragment } from '@/gql/graphql'

export type Person = ParticipantFullFragment

/** Those who take part in a meeting, as far as they were asked for, and who of them the viewer is. */
export function usePeople(id: () => string) {
  const people = shallowRef<readonly Person[]>([])
  const loaded = shallowRef(false)
  const me = computed(() => {
    const mine = viewer.value?.resident.id
    return mine ? people.value.find((person) => person.residentId === mine) : undefined
  })

  async function load(): Promise<void> {
    const asked = id()
    const { data } = await client.value.query(MeetingPeopleDocument, { id: asked }).toPromise()
    if (!data || asked !== id()) return
    people.value = data.meeting?.participants ?? []
    loaded.value = true
  }

  function add(person: Person): void {
    people.value = [...people.value.filter((each) => each.id !== person.id), person]
  }

  watch(id, () => {
    people.value = []
    loaded.value = false
  })
  return { people, loaded, me, load, add }
}
