import { onScopeDispose, shallowRef } from 'vue'
import { locale } from '@/i18n'
import { useOneEar } from './oneEar'

const AGAIN_MS = 300
const LONGEST_WAIT_MS = 10_000

interface Heard { readonly isFinal: boolean; readonly [index: number]: { readonly transcript: string } | undefined }
interface HeardEvent { readonly resultIndex: number; readonly results: ArrayLike<Heard> }
interface Recogniser {
  lang: string
  continuous: boolean
  interimResults: boolean
  onresult: ((event: HeardEvent) => void) | null
  onerror: ((event: { readonly error: string }) => void) | null
  onend: (() => void) | null
  start(): void
  abort(): void
}
type Make = new () => Recogniser
type Named = 'SpeechRecognition' | 'webkitSpeechRecognition'

export type Hearing = 'off' | 'on' | 'refused' | 'noMicrophone' | 'hearsNothing'

function recogniser(): Make | undefined {
  const known = window as unknown as Partial<Record<Named, Make>>
  return known.SpeechRecognition ?? known.webkitSpeechRecognition
}

/** The browser's own recogniser of speech, where it has one. It goes on listening until it is switched off. */
export function useRecogniser(interim: (text: string) => void, final: (text: string) => void) {
  const Make = recogniser()
  const state = shallowRef<Hearing>('off')
  let current: Recogniser | undefined
  let unfinished = ''
  let wait = AGAIN_MS
  let timer: ReturnType<typeof setTimeout> | undefined

  function heard({ resultIndex, results }: HeardEvent): void {
    state.value = 'on'
    wait = AGAIN_MS
    unfinished = ''
    for (const result of Array.from(results).slice(resultIndex)) {
      const text = result[0]?.transcript.trim() ?? ''
      if (result.isFinal && text) final(text)
      else unfinished += text
    }
    if (unfinished) interim(unfinished)
  }

  function failed({ error }: { readonly error: string }): void {
    if (error === 'not-allowed' || error === 'service-not-allowed') give('refused')
    else if (error === 'audio-capture') give('noMicrophone')
    else if (error === 'network') {
      state.value = 'hearsNothing'
      wait = Math.min(2 * wait, LONGEST_WAIT_MS)
    }
  }

  /** Browsers stop listening after a while, or after a silence: what was not finished stands, and it goes on. */
  function ended(): void {
    if (unfinished) final(unfinished)
    unfinished = ''
    if (current) timer = setTimeout(listen, wait)
  }

  function listen(): void {
    if (!Make) return
    const made = new Make()
    made.lang = locale.value
    made.continuous = true
    made.interimResults = true
    made.onresult = heard
    made.onerror = failed
    made.onend = ended
    current = made
    try {
      made.start()
    } catch {
      give('refused')
    }
  }

  function give(up: Hearing): void {
    state.value = up
    clearTimeout(timer)
    const last = current
    current = undefined
    last?.abort()
  }

  const takeEar = useOneEar(() => give('off'))
  function turn(on: boolean): void {
    if (!on) return give('off')
    takeEar()
    wait = AGAIN_MS
    state.value = 'on'
    listen()
  }

  onScopeDispose(() => give('off'))
  return { there: Make !== undefined, state, turn }
}
