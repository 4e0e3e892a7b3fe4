import { computed, shallowRef, watch } from 'vue'
import { client } from '@/api/client'
import { ReportHistoryDocument, type ReportFullFragment } from '@/gql/graphql'

type Entries = ReportFullFragment['history']
const PAGE = 100

/** The whole history of a report; what does not come with the report itself is read after it. */
export function useHistory(report: () => ReportFullFragment) {
  const rest = shallowRef<Entries>([])
  let turn = 0

  async function readOn({ id, history }: ReportFullFragment): Promise<void> {
    const mine = ++turn
    const found: Entries[number][] = []
    let page: Entries | undefined = history
    while (page?.length === PAGE) {
      const after: number = page.at(-1)?.seq ?? 0
      const { data } = await client.value.query(ReportHistoryDocument, { id, after }).toPromise()
      if (mine !== turn) return
      page = data?.report?.history
      found.push(...(page ?? []))
    }
    rest.value = found
  }

  watch(report, readOn, { immediate: true })
  return { entries: computed(() => [...report().history, ...rest.value]) }
}
