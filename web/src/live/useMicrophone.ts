import { onScopeDispose, shallowRef, watch, type Ref } from 'vue'
import { audioLine, type TurnedAway } from './microphone/audioLine'
import { capture, impossible, reason, type NoSound, type Piece } from './microphone/capture'
import { useOneEar } from './oneEar'

/** `asking`: the browser asks whether it may; `opening`: the line is taken up; `away`: it is taken up again. */
export type Microphone = 'off' | 'asking' | 'opening' | 'on' | 'away' | 'pulledOut' | NoSound | TurnedAway
const ON: readonly Microphone[] = ['asking', 'opening', 'on', 'away']
/** What a meter shows as nothing, in decibels below the loudest. */
const FLOOR_DB = 60
const FALLS = 0.75
/** Below this share of the meter nobody speaks, and after so many pieces without more somebody should be told. */
const SPEECH = 0.2
const QUIET_PIECES = 50

function loudness(level: number): number {
  return level > 0 ? Math.max(0, 1 + (20 * Math.log10(level)) / FLOOR_DB) : 0
}

/**
 * The microphone of this device, heard by the server's engine until it is switched off, which happens by itself where
 * it cannot go on; `state` says why. `back` is called when a line that broke is there again.
 */
export function useMicrophone(meetingId: string, speaker: Ref<string>, back: () => void) {
  const state = shallowRef<Microphone>('off')
  const level = shallowRef(0)
  const quiet = shallowRef(false)
  let line: ReturnType<typeof audioLine> | undefined
  let silence: (() => void) | undefined
  let turns = 0
  let softly = 0

  function heard({ pcm, level: loud }: Piece): void {
    line?.send(pcm)
    level.value = Math.max(loudness(loud), level.value * FALLS)
    softly = loudness(loud) < SPEECH ? softly + 1 : 0
    quiet.value = softly >= QUIET_PIECES
  }

  function give(up: Microphone): void {
    turns += 1
    silence?.()
    line?.end()
    silence = line = undefined
    softly = level.value = 0
    quiet.value = false
    state.value = up
  }

  function ready(): void {
    if (state.value === 'away') back()
    state.value = 'on'
  }

  async function open(): Promise<void> {
    const turn = ++turns
    state.value = 'asking'
    try {
      const opened = await capture(heard, () => give('pulledOut'))
      if (turn !== turns) return opened()
      silence = opened
    } catch (problem) {
      if (turn === turns) give(reason(problem))
      return
    }
    state.value = 'opening'
    line = audioLine(meetingId, speaker.value, { ready, away: () => (state.value = 'away'), turnedAway: give })
  }

  const takeEar = useOneEar(() => give('off'))
  function turn(on: boolean): void {
    if (!on) return give('off')
    takeEar()
    void open()
  }

  watch(speaker, (who) => line?.name(who))
  onScopeDispose(() => give('off'))
  return { impossible: impossible(), state, on: () => ON.includes(state.value), level, quiet, turn }
}
