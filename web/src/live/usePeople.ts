import { computed, shallowRef, watch } from 'vue'
import { client } from '@/api/client'
import { viewer } from '@/api/identity'
import { MeetingPeopleDocument, MyAttendanceDocument, type ParticipantFullFragment } from '@/gql/graphql'

export type Person = ParticipantFullFragment

/**
 * Those who take part in a meeting, as far as they were asked for, and who of them the viewer is; `known` once that
 * has been asked.
 */
export function usePeople(id: () => string) {
  const people = shallowRef<readonly Person[]>([])
  const mine = shallowRef<Person>()
  const known = shallowRef(false)
  const me = computed(() => (mine.value && mine.value.residentId === viewer.value?.resident.id ? mine.value : undefined))

  async function loadMe(): Promise<void> {
    const asked = id()
    const { data } = await client.value.query(MyAttendanceDocument, { id: asked }).toPromise()
    if (!data || asked !== id()) return
    mine.value = data.meeting?.me?.participant
    known.value = true
  }

  async function load(): Promise<void> {
    const asked = id()
    const { data } = await client.value.query(MeetingPeopleDocument, { id: asked }).toPromise()
    if (!data || asked !== id()) return
    people.value = data.meeting?.participants ?? []
  }

  function add(person: Person): void {
    people.value = [...people.value.filter((each) => each.id !== person.id), person]
    if (person.residentId === viewer.value?.resident.id) mine.value = person
  }

  watch(id, () => {
    people.value = []
    mine.value = undefined
    known.value = false
  })
  return { people, known, me, load, loadMe, add }
}
