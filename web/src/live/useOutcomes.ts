import { computed, onScopeDispose, shallowRef, watch, type Ref } from 'vue'
import { client } from '@/api/client'
import { OutcomeMovedDocument, OutcomesDocument, type OutcomeFullFragment, type ResolutionKind } from '@/gql/graphql'
import { listen } from './listen'
import { useComeback } from './useComeback'
import { usePages, type Loaded } from './usePages'

export interface Wanted {
  readonly kind: ResolutionKind | null
  readonly grid: string | null
  readonly department: string | null
}

/** What came of things, newest first, as it is wanted; what is new comes on top by itself. */
export function useOutcomes(wanted: Ref<Wanted>) {
  async function load(after: string | null): Promise<Loaded<OutcomeFullFragment>> {
    const { data, error } = await client.value.query(OutcomesDocument, { ...wanted.value, after }).toPromise()
    if (!data) return { error }
    return { page: { items: data.resolutions.edges.map((edge) => edge.node), ...data.resolutions.pageInfo } }
  }

  const pages = usePages(load)
  const seen = shallowRef<number>()
  const newest = computed(() => pages.items.value[0]?.seq)
  let stop: (() => void) | undefined

  function follow(): void {
    const variables = {
      get after() {
        return seen.value ?? 0
      },
    }
    stop ??= listen(OutcomeMovedDocument, variables, ({ resolutions }) => {
      if (resolutions.seq <= (seen.value ?? 0)) return
      seen.value = resolutions.seq
      void pages.refreshTop()
    })
  }

  async function start(): Promise<void> {
    await pages.reload()
    if (pages.trouble.value) return
    seen.value = Math.max(seen.value ?? 0, newest.value ?? 0)
    follow()
  }

  watch(wanted, () => void pages.reload())
  useComeback(() => void (stop ? pages.refreshTop() : start()))
  onScopeDispose(() => stop?.())
  void start()
  return pages
}
