import { computed, onMounted, onUnmounted, shallowRef } from 'vue'
import { BoardDocument, BoardMovedDocument } from '@/gql/graphql'
import { ask, follow } from './asking'
import { keep, KEPT_FOR_MS, recall, type Kept } from './kept'
import { LANGUAGE } from './words'

const asked = new URLSearchParams(location.search)
const community = asked.get('community')
const SHORTEST_TURN_S = 3
const USUAL_TURN_S = 12

function turnMs(): number {
  const seconds = Number(asked.get('seconds'))
  return 1000 * (seconds >= SHORTEST_TURN_S ? seconds : USUAL_TURN_S)
}

/**
 * What the board shows. It turns by itself, and asks anew at every turn and whenever something comes, so that
 * whoever no longer wants to be named is not named any more; while nobody answers it shows what it has, for a day.
 */
export function useBoard() {
  const kept = shallowRef<Kept | null>(recall(community))
  const away = shallowRef(false)
  const paused = shallowRef(false)
  const place = shallowRef(0)
  const items = computed(() => kept.value?.shown ?? [])
  const item = computed(() => items.value[place.value % Math.max(items.value.length, 1)] ?? null)
  let timer: ReturnType<typeof setInterval> | undefined
  let stop = (): void => undefined

  function forget(): void {
    if (kept.value && Date.now() - kept.value.at >= KEPT_FOR_MS) kept.value = null
  }

  async function load(): Promise<void> {
    try {
      const { resolutions } = await ask(BoardDocument, { community }, LANGUAGE)
      const newest = items.value[0]?.seq
      kept.value = { at: Date.now(), shown: resolutions.edges.map(({ node }) => node) }
      away.value = false
      if (newest !== items.value[0]?.seq) place.value = 0
      keep(community, kept.value)
    } catch {
      away.value = true
      forget()
    }
  }

  function turn(by: number): void {
    const all = Math.max(items.value.length, 1)
    place.value = (place.value + by + all) % all
    void load()
  }

  onMounted(async () => {
    timer = setInterval(() => (paused.value ? void load() : turn(1)), turnMs())
    await load()
    const variables = { community, get after() { return items.value[0]?.seq ?? 0 } }
    stop = follow(BoardMovedDocument, variables, LANGUAGE, ({ resolutions }) => {
      if (resolutions.seq > (items.value[0]?.seq ?? 0)) void load()
    })
  })
  onUnmounted(() => (clearInterval(timer), stop()))

  return { kept, items, item, place, away, paused, turn }
}
