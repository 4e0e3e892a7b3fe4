import { onScopeDispose, watch, type Ref } from 'vue'
import { DecisionDocument, type DecisionSubscription } from '@/gql/graphql'
import { listen } from './listen'

export type Entry = DecisionSubscription['decision']
const GATHER_MS = 120
const APART_MS = 1000

/** An issue or a meeting, and how far its record went when it was read. */
export interface Known { readonly id: string; readonly recordHead: number }

/** Follows a record from where it stood when it was read; `heard` gets new entries, at most once a second. */
export function useDecision(known: Ref<Known | null | undefined>, heard: (entries: Entry[]) => void): void {
  let seen = 0
  let gathered: Entry[] = []
  let handedOver = 0
  let timer: ReturnType<typeof setTimeout> | undefined
  let stop: (() => void) | undefined

  function take(entry: Entry): void {
    if (entry.seq <= seen) return
    seen = entry.seq
    gathered.push(entry)
    timer ??= setTimeout(handOver, Math.max(GATHER_MS, handedOver + APART_MS - Date.now()))
  }

  function handOver(): void {
    timer = undefined
    handedOver = Date.now()
    const entries = gathered
    gathered = []
    heard(entries)
  }

  function follow(issueId: string | undefined): void {
    stop?.()
    stop = undefined
    if (!issueId) return
    seen = known.value?.recordHead ?? 0
    const variables = {
      issueId,
      get after() {
        return seen
      },
    }
    stop = listen(DecisionDocument, variables, ({ decision }) => take(decision))
  }

  watch(() => known.value?.id, follow, { immediate: true })
  onScopeDispose(() => {
    clearTimeout(timer)
    stop?.()
  })
}
