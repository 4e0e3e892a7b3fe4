import worklet from './pcm.worklet.ts?worker&url'
import { RATE } from './resampler'

/** A tenth of a second of sound, and how loud it is: 0 to 1, the root of the mean square. */
export interface Piece { readonly pcm: ArrayBuffer; readonly level: number }
export type NoSound = 'refused' | 'noMicrophone' | 'busy' | 'insecure' | 'tooOld' | 'broken'

/** A room, not a call: nothing is taken out of the sound, but who sits far away is made louder. */
const SOUND = { channelCount: 1, echoCancellation: false, noiseSuppression: false, autoGainControl: true }
const WHY: Partial<Record<string, NoSound>> = {
  NotAllowedError: 'refused',
  SecurityError: 'refused',
  NotFoundError: 'noMicrophone',
  OverconstrainedError: 'noMicrophone',
  NotReadableError: 'busy',
  AbortError: 'busy',
}

/** Why this page can have no sound at all, whatever the person allows. */
export function impossible(): NoSound | null {
  if (!window.isSecureContext) return 'insecure'
  const known = 'mediaDevices' in navigator && 'AudioWorkletNode' in window
  return known ? null : 'tooOld'
}

export function reason(problem: unknown): NoSound {
  return (problem instanceof DOMException && WHY[problem.name]) || 'broken'
}

/** Opens the microphone. Rejects where there is none or it is refused; `lost` is called when it is pulled out. */
export async function capture(heard: (piece: Piece) => void, lost: () => void): Promise<() => void> {
  const stream = await navigator.mediaDevices.getUserMedia({ audio: SOUND })
  const tracks = stream.getTracks()
  const silence = () => tracks.forEach((track) => track.stop())
  for (const track of tracks) track.addEventListener('ended', lost)
  try {
    // A browser that cannot turn the microphone to 16 kHz gives what it has, and the worklet does.
    const context = await listening(stream, heard, { sampleRate: RATE }).catch(() => listening(stream, heard, {}))
    const stayAwake = keptAwake(context)
    return () => {
      stayAwake()
      silence()
      void context.close()
    }
  } catch (problem) {
    silence()
    throw problem
  }
}

async function listening(
  stream: MediaStream,
  heard: (piece: Piece) => void,
  options: AudioContextOptions,
): Promise<AudioContext> {
  const context = new AudioContext(options)
  try {
    const source = context.createMediaStreamSource(stream)
    await context.audioWorklet.addModule(worklet)
    const pcm = new AudioWorkletNode(context, 'pcm', { numberOfInputs: 1, numberOfOutputs: 1 })
    pcm.port.onmessage = ({ data }: MessageEvent<Piece>) => heard(data)
    // What leads nowhere may be left out by a browser; the worklet itself gives no sound.
    source.connect(pcm).connect(context.destination)
    return context
  } catch (problem) {
    void context.close()
    throw problem
  }
}

/** Goes on after a telephone call or another page took the sound away. Returns how to leave it be. */
function keptAwake(context: AudioContext): () => void {
  const wake = () => void (context.state === 'running' || context.resume().catch(() => undefined))
  wake()
  context.addEventListener('statechange', wake)
  document.addEventListener('visibilitychange', wake)
  return () => {
    context.removeEventListener('statechange', wake)
    document.removeEventListener('visibilitychange', wake)
  }
}
