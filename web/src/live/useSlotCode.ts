import { computed, onScopeDispose, shallowRef, watch } from 'vue'
import { client } from '@/api/client'
import { SlotCodeDocument } from '@/gql/graphql'
import { useComeback } from './useComeback'
import { useNow } from './useNow'

const SHORTEST_MS = 2_000
const STEP_MS = 30_000

/** The code of a slot that is shown on the spot, asked for anew as soon as it changes, and how many seconds it has. */
export function useSlotCode(slotId: () => string) {
  const code = shallowRef('')
  const until = shallowRef(0)
  const now = useNow()
  const left = computed(() => Math.max(0, Math.ceil((until.value - now.value) / 1000)))
  let timer: ReturnType<typeof setTimeout> | undefined
  let turn = 0

  async function ask(): Promise<void> {
    const mine = ++turn
    clearTimeout(timer)
    const { data } = await client.value.query(SlotCodeDocument, { slotId: slotId() }, { requestPolicy: 'network-only' }).toPromise()
    if (mine !== turn) return
    const shown = data?.slotCode
    // A clock that is wrong here must neither keep an old code nor ask without a pause.
    const wait = shown ? Math.min(Math.max(Date.parse(shown.until) - Date.now(), SHORTEST_MS), STEP_MS) : SHORTEST_MS
    code.value = shown?.code ?? ''
    until.value = Date.now() + wait
    timer = setTimeout(ask, wait)
  }

  watch(slotId, ask, { immediate: true })
  useComeback(() => void ask())
  onScopeDispose(() => {
    turn += 1
    clearTimeout(timer)
  })
  return { code, left }
}
