import { onScopeDispose, shallowRef, watch } from 'vue'
import { client } from '@/api/client'
import { newKey } from '@/api/idempotency'
import { mayRetry, sentence } from '@/api/problem'
import { AppendTranscriptDocument } from '@/gql/graphql'
import { comebacks } from './line'

const APART_MS = 350
const WAITS_MS = [500, 1000, 2000, 5000]

/** A sentence that is being said, under the id it keeps until it stands. */
interface Saying { utteranceId: string; startedAt: string }
/** What is said, by whom; `typedIn` where it is written for somebody without a phone. */
interface Words { speaker: string; text: string; typedIn: boolean }
/** A sentence that stands and is on its way; `trouble` says why it was refused. */
export interface Sentence extends Saying, Words { endedAt: string; trouble: string }

function kept(key: string): Sentence[] {
  try {
    return JSON.parse(sessionStorage.getItem(key) ?? '[]') as Sentence[]
  } catch {
    return []
  }
}

/**
 * Writes down what is said in a meeting. What stands is sent in order and again under the same id until it is
 * answered, also after a reload, so that it arrives once. `ahead` is how far the server's clock is ahead.
 */
export function useWriter(meetingId: string, ahead: () => number) {
  const key = `heyi.unsent.${meetingId}`
  const unsent = shallowRef<readonly Sentence[]>(kept(key))
  const failing = shallowRef(false)
  const now = () => new Date(Date.now() + ahead()).toISOString()
  let sending = false
  let tries = 0
  let timer: ReturnType<typeof setTimeout> | undefined
  let gone = false

  function keep(sentences: readonly Sentence[]): void {
    unsent.value = sentences
    if (sentences.length) sessionStorage.setItem(key, JSON.stringify(sentences))
    else sessionStorage.removeItem(key)
  }

  function put(sentence: Sentence): void {
    keep(unsent.value.map((each) => (each.utteranceId === sentence.utteranceId ? sentence : each)))
  }

  async function append(input: Saying & Words & { endedAt?: string }, final: boolean) {
    const { utteranceId, startedAt, speaker, text, typedIn, endedAt } = input
    const whole = { meetingId, utteranceId, startedAt, speaker, text, typedIn, endedAt, final }
    return client.value.mutation(AppendTranscriptDocument, { input: whole }).toPromise()
  }

  async function deliver(): Promise<void> {
    clearTimeout(timer)
    const next = unsent.value.find(({ trouble }) => !trouble)
    if (sending || !next || gone) return
    sending = true
    const { data, error } = await append(next, true)
    sending = false
    failing.value = !data && error !== undefined && mayRetry(error)
    if (failing.value) {
      timer = setTimeout(() => void deliver(), WAITS_MS[Math.min(tries++, WAITS_MS.length - 1)])
      return
    }
    tries = 0
    const answer = data?.appendTranscript
    if (answer?.__typename === 'Utterance') keep(unsent.value.filter((each) => each.utteranceId !== next.utteranceId))
    else put({ ...next, trouble: answer?.message ?? sentence(error) })
    void deliver()
  }

  /** Sends what was refused once more. */
  function again(): void {
    keep(unsent.value.map((each) => ({ ...each, trouble: '' })))
    void deliver()
  }

  /** One voice or hand: what it is saying is shown, at most three times a second, until it stands. */
  function strand() {
    let saying: Saying | undefined
    let newest: Words | undefined
    let waiting: ReturnType<typeof setTimeout> | undefined
    let asking = false

    async function show(): Promise<void> {
      waiting = undefined
      if (!newest || !saying || asking) return
      const words = { ...saying, ...newest }
      newest = undefined
      asking = true
      const pause = new Promise((resolve) => setTimeout(resolve, APART_MS))
      await Promise.all([append(words, false), pause])
      asking = false
      if (newest) waiting = setTimeout(() => void show(), 0)
    }

    function say(speaker: string, text: string, typedIn = false): void {
      if (!text.trim() || !speaker.trim()) return
      saying ??= { utteranceId: `utterance_${newKey()}`, startedAt: now() }
      newest = { speaker, text, typedIn }
      waiting ??= setTimeout(() => void show(), 0)
    }

    function finish(speaker: string, text: string, typedIn = false): void {
      if (!text.trim() || !speaker.trim()) return
      const { utteranceId, startedAt } = saying ?? { utteranceId: `utterance_${newKey()}`, startedAt: now() }
      keep([...unsent.value, { utteranceId, startedAt, speaker, text, typedIn, endedAt: now(), trouble: '' }])
      saying = newest = undefined
      void deliver()
    }

    return { say, finish }
  }

  watch(comebacks, () => void deliver())
  onScopeDispose(() => {
    gone = true
    clearTimeout(timer)
  })
  void deliver()
  return { unsent, failing, again, strand }
}
