import { computed, onScopeDispose, shallowRef, watch } from 'vue'
import { RecordNewsDocument, ReplayDocument } from '@/gql/graphql'
import { listen } from './listen'
import type { Known } from './useDecision'
import { Story, number, type Ballot, type Entry, type Scene } from './replay/story'

export const SPEEDS = [1, 4, 16] as const
export type Speed = (typeof SPEEDS)[number]
export type Playing = 'ready' | 'playing' | 'paused' | 'ended'

/**
 * Plays a record as it happened, as far as it is written. Whatever changes, it goes on after the last entry that was
 * seen. `told` gets what is new on the screen; words that are redacted meanwhile leave it at once.
 */
export function useReplay(known: () => Known | null | undefined, told: (scenes: readonly Scene[]) => void) {
  const playing = shallowRef<Playing>('ready')
  const speed = shallowRef<Speed>(4)
  const seen = shallowRef(0)
  const written = shallowRef(0)
  const scenes = shallowRef<readonly Scene[]>([])
  const ballots = shallowRef<readonly Ballot[]>([])
  const head = computed(() => Math.max(written.value, seen.value))
  let story = new Story()
  let arrived: Entry[] = []
  let frame = 0
  let stop: (() => void) | undefined
  let stopNews: (() => void) | undefined

  function take(entry: Entry): void {
    if (entry.seq <= seen.value) return
    seen.value = entry.seq
    arrived.push(entry)
    frame ||= requestAnimationFrame(show)
  }

  function draw(): void {
    scenes.value = [...story.scenes]
    ballots.value = [...story.ballots.values()]
  }

  function show(): void {
    frame = 0
    const since = arrived[0]?.seq ?? 0
    const before = Math.max(0, story.scenes.length - 1)
    for (const entry of arrived) story.add(entry)
    arrived = []
    draw()
    told(scenes.value.slice(before).filter(({ seq }) => seq >= since))
  }

  function hush(): void {
    stop?.()
    stop = undefined
  }

  function play(): void {
    const issueId = known()?.id
    if (!issueId) return
    hush()
    playing.value = 'playing'
    const variables = {
      issueId,
      speed: speed.value,
      get after() {
        return seen.value
      },
    }
    stop = listen(ReplayDocument, variables, ({ replay }) => take(replay), () => (playing.value = 'ended'))
  }

  function pause(): void {
    hush()
    playing.value = 'paused'
  }

  function clear(): void {
    hush()
    cancelAnimationFrame(frame)
    frame = seen.value = 0
    arrived = []
    story = new Story()
    playing.value = 'ready'
    draw()
  }

  function restart(): void {
    clear()
    play()
  }

  function choose(next: Speed): void {
    speed.value = next
    if (playing.value === 'playing') play()
  }

  /** Follows what is written from now on: how long the record is, and what must not be seen any more. */
  function follow(issueId: string | undefined): void {
    stopNews?.()
    clear()
    if (!issueId) return
    written.value = known()?.recordHead ?? 0
    const variables = {
      issueId,
      get after() {
        return written.value
      },
    }
    stopNews = listen(RecordNewsDocument, variables, ({ decision: { seq, kind, payload } }) => {
      written.value = Math.max(written.value, seq)
      if (kind === 'utterance.redacted') forget(number(payload, 'entry'))
    })
  }

  function forget(seq: number | null): void {
    arrived = arrived.map((entry) => (entry.seq === seq ? { ...entry, payload: {} } : entry))
    if (story.forget(seq)) draw()
  }

  watch(() => known()?.id, follow, { immediate: true })
  onScopeDispose(() => {
    cancelAnimationFrame(frame)
    hush()
    stopNews?.()
  })
  return { playing, speed, seen, head, scenes, ballots, play, pause, restart, choose }
}
