import { shallowReactive, watchEffect } from 'vue'
import { client } from '@/api/client'
import { NameOfDocument, type ReportFullFragment } from '@/gql/graphql'

type Entry = ReportFullFragment['history'][number]

const doer = ({ payload }: Entry): string => (typeof payload.by === 'string' ? payload.by : '')

/** The names of those who took the steps of a history, which has only their ids; '' where nobody is known (yet). */
export function useDoers(entries: () => readonly Entry[]) {
  const names = shallowReactive(new Map<string, string>())
  const asked = new Set<string>()

  async function learn(id: string): Promise<void> {
    asked.add(id)
    const { data } = await client.value.query(NameOfDocument, { id }).toPromise()
    if (data?.node?.__typename === 'Resident') names.set(id, data.node.displayName)
    else asked.delete(id)
  }

  watchEffect(() => {
    for (const id of new Set(entries().map(doer))) if (id && !asked.has(id)) void learn(id)
  })
  return { nameOf: (entry: Entry) => names.get(doer(entry)) ?? '' }
}
