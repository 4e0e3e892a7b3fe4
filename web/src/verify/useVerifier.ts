import { onScopeDispose, shallowRef } from 'vue'
import type { Verdict } from './check'
import type { FoundBallot } from './found'
import type { Answer, Question } from './worker'

export type Phase = 'waiting' | 'checking' | 'checked' | 'unreadable'
export interface Lookup {
  tracker: string
  ballot: FoundBallot | null
}

/** Checks one file at a time, beside the page, which stays free to move. */
export function useVerifier() {
  const phase = shallowRef<Phase>('waiting')
  const name = shallowRef('')
  const share = shallowRef(0)
  const verdict = shallowRef<Verdict | null>(null)
  const lookup = shallowRef<Lookup | null>(null)
  let worker: Worker | null = null
  const ask = (question: Question) => worker?.postMessage(question)
  const stop = () => worker?.terminate()

  function hear(answer: Answer): void {
    if ('share' in answer) share.value = answer.share
    else if ('tracker' in answer) lookup.value = answer
    else if ('verdict' in answer) {
      verdict.value = answer.verdict
      phase.value = 'checked'
    } else phase.value = 'unreadable'
  }

  function check(file: File): void {
    stop()
    worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' })
    worker.addEventListener('message', ({ data }: MessageEvent<Answer>) => hear(data))
    worker.addEventListener('error', () => hear({ trouble: true }))
    name.value = file.name
    share.value = 0
    verdict.value = lookup.value = null
    phase.value = 'checking'
    ask({ file })
  }

  const find = (tracker: string) => ask({ tracker })
  onScopeDispose(stop)
  return { phase, name, share, verdict, lookup, check, find }
}
