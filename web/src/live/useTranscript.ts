import { onScopeDispose, shallowRef, watch, type Ref } from 'vue'
import { TranscriptDocument, type UtteranceFullFragment } from '@/gql/graphql'
import { listen } from './listen'

export type Line = UtteranceFullFragment
/** A speaker who has not gone on after this long has been left behind: what was not finished is shown no more. */
const FORGOTTEN_MS = 60_000
/** So many in one frame are a backlog: it is drawn less often, and is there sooner. */
const BACKLOG = 20
const BACKLOG_APART_MS = 120

/**
 * Everything said in a meeting, in order and once each, and at the end what is being said. The screen follows once
 * per frame, however many arrive. `said` gets what has become final since, and the ids of what was taken away.
 */
export function useTranscript(
  meetingId: () => string,
  said: (finals: readonly Line[], gone: ReadonlySet<string>) => void,
): Ref<readonly Line[]> {
  const lines = shallowRef<readonly Line[]>([])
  const places = new Map<string, number>()
  const drafts = new Map<string, Line>()
  let finals: Line[] = []
  let arrived: Line[] = []
  let seen = 0
  let frame = 0
  let shown = 0
  let forgetting: ReturnType<typeof setTimeout> | undefined
  let stop: (() => void) | undefined

  function take(line: Line): void {
    if (line.seq !== null) {
      if (line.seq <= seen) return
      seen = line.seq
    }
    arrived.push(line)
    frame ||= requestAnimationFrame(show)
  }

  /** Whether the line is a new one that stays. */
  function put(line: Line): boolean {
    const place = places.get(line.id)
    if (line.seq === null) {
      if (place === undefined) drafts.set(line.id, line)
      return false
    }
    drafts.delete(line.id)
    if (place === undefined) places.set(line.id, finals.push(line) - 1)
    else if (line.redacted) finals[place] = line
    return place === undefined && !line.redacted
  }

  function show(now: number): void {
    const soon = arrived.length > BACKLOG && now - shown < BACKLOG_APART_MS
    frame = soon ? requestAnimationFrame(show) : 0
    if (soon) return
    shown = now
    const gone = new Set(arrived.filter((line) => line.redacted).map((line) => line.id))
    const fresh = arrived.filter(put).filter((line) => !gone.has(line.id))
    if (arrived.some((line) => line.seq === null)) forgetLater()
    arrived = []
    lines.value = [...finals, ...drafts.values()]
    if (fresh.length || gone.size) said(fresh, gone)
  }

  function forgetLater(): void {
    clearTimeout(forgetting)
    forgetting = setTimeout(() => {
      drafts.clear()
      lines.value = [...finals]
    }, FORGOTTEN_MS)
  }

  function leave(): void {
    stop?.()
    cancelAnimationFrame(frame)
    clearTimeout(forgetting)
    frame = 0
  }

  function follow(id: string): void {
    leave()
    places.clear()
    drafts.clear()
    finals = []
    arrived = []
    seen = 0
    lines.value = []
    const variables = {
      meetingId: id,
      get after() {
        return seen
      },
    }
    stop = listen(TranscriptDocument, variables, ({ transcript }) => take(transcript))
  }

  watch(meetingId, follow, { immediate: true })
  onScopeDispose(leave)
  return lines
}
