import { onScopeDispose, shallowRef, type Ref } from 'vue'
import { i18n } from '@/i18n'
import type { Line } from './useTranscript'

const APART_MS = 2000
/** Nobody speaks so fast: these were said while the line was down, or read in from a file. */
const MOST_READ_OUT = 10

function together(lines: readonly Line[]): string {
  if (lines.length > MOST_READ_OUT) return i18n.global.t('meeting.caughtUp', { n: lines.length }, lines.length)
  return lines.map(({ speaker, text }) => `${speaker}：${text}`).join('\n')
}

/** What screen readers are told: what is said from the number on that was the newest when the page came. */
export function useAnnouncer(newest: Ref<number | undefined>) {
  const words = shallowRef('')
  let gathered: Line[] = []
  let spoken: Line[] = []
  let timer: ReturnType<typeof setTimeout> | undefined

  function speak(): void {
    timer = gathered.length ? setTimeout(speak, APART_MS) : undefined
    if (!gathered.length) return
    words.value = together(gathered)
    spoken = gathered
    gathered = []
  }

  /** What was taken away is not read out any more, and stands nowhere that a screen reader could go back to. */
  function drop(gone: ReadonlySet<string>): void {
    gathered = gathered.filter(({ id }) => !gone.has(id))
    if (!spoken.some(({ id }) => gone.has(id))) return
    spoken = []
    words.value = ''
  }

  function hear(finals: readonly Line[], gone: ReadonlySet<string>): void {
    drop(gone)
    const start = newest.value
    if (start === undefined) return
    gathered.push(...finals.filter(({ seq }) => (seq ?? 0) > start))
    if (timer === undefined) speak()
  }

  onScopeDispose(() => clearTimeout(timer))
  return { words, hear }
}
