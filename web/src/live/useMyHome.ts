import { shallowRef, watch } from 'vue'
import { client } from '@/api/client'
import { sentence } from '@/api/problem'
import { MyHomeDocument, type HouseholdRequestFullFragment, type MyHomeQuery } from '@/gql/graphql'
import { useComeback } from './useComeback'
import { lastTold } from './useNotices'

type Resident = NonNullable<MyHomeQuery['viewer']>['resident']

/** Whether it is confirmed that the viewer lives here, and what they asked last; asked anew when they are told of it. */
export function useMyHome() {
  const resident = shallowRef<Resident>()
  const request = shallowRef<HouseholdRequestFullFragment | null>()
  const trouble = shallowRef('')

  async function load(): Promise<void> {
    const { data, error } = await client.value.query(MyHomeDocument, {}).toPromise()
    if (data?.viewer) {
      resident.value = data.viewer.resident
      request.value = data.myHouseholdRequest
    }
    trouble.value = data || resident.value ? '' : sentence(error)
  }

  watch(lastTold, (told) => told?.kind.startsWith('household.') && load())
  useComeback(load)
  void load()
  return { resident, request, trouble, load }
}
