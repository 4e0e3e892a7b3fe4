import { RATE, resampler } from './resampler'

declare const sampleRate: number
declare class AudioWorkletProcessor {
  readonly port: MessagePort
}
declare function registerProcessor(name: string, processor: new () => AudioWorkletProcessor): void

/** A tenth of a second. */
const PIECE = RATE / 10
const BLOCK = 128

/** Posts what it hears as { pcm, level } ten times a second: 16 kHz, mono, PCM16 little-endian. */
class Pcm extends AudioWorkletProcessor {
  private piece = new DataView(new ArrayBuffer(2 * PIECE))
  private filled = 0
  private squares = 0
  private readonly take = sampleRate === RATE ? this.each.bind(this) : resampler(sampleRate, this.put.bind(this))

  process([input]: Float32Array[][]): boolean {
    this.take(mono(input ?? []))
    return true
  }

  private each(block: Float32Array): void {
    for (const sample of block) this.put(sample)
  }

  private put(sample: number): void {
    const held = Math.max(-1, Math.min(1, sample))
    this.piece.setInt16(2 * this.filled++, held * 0x7fff, true)
    this.squares += held * held
    if (this.filled < PIECE) return
    const pcm = this.piece.buffer
    this.port.postMessage({ pcm, level: Math.sqrt(this.squares / PIECE) }, [pcm])
    this.piece = new DataView(new ArrayBuffer(2 * PIECE))
    this.filled = this.squares = 0
  }
}

/** The mean of the channels; silence while there are none, for the time goes on. */
function mono(channels: readonly Float32Array[]): Float32Array {
  const [first, ...others] = channels
  if (!first) return new Float32Array(BLOCK)
  if (!others.length) return first
  return first.map((sample, n) => others.reduce((sum, other) => sum + (other[n] ?? 0), sample) / channels.length)
}

registerProcessor('pcm', Pcm)
