import { useQuery } from '@urql/vue'
import { computed, onScopeDispose, watch } from 'vue'
import { ReportDocument, ReportMovedDocument } from '@/gql/graphql'
import { listen } from './listen'
import { useComeback } from './useComeback'
import { useKept } from './useKept'

/** A report as the viewer sees it, read anew with every step it takes. */
export function useReport(id: () => string) {
  const { data, error, fetching, executeQuery } = useQuery({
    query: ReportDocument,
    variables: computed(() => ({ id: id() })),
  })
  const refresh = () => void executeQuery({ requestPolicy: 'network-only' })
  const kept = useKept(id, data, error, refresh)
  const report = computed(() => kept.value?.report)
  const departments = computed(() => kept.value?.departments ?? [])
  let stop: (() => void) | undefined

  function follow(reportId: string | undefined): void {
    stop?.()
    stop = reportId ? listen(ReportMovedDocument, { reportId }, refresh) : undefined
  }

  watch(() => report.value?.id, follow, { immediate: true })
  useComeback(refresh)
  onScopeDispose(() => stop?.())
  return { report, departments, error, fetching, refresh }
}
