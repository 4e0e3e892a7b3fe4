/** What speech engines take. */
export const RATE = 16_000
const CROSSINGS = 16
/** How much of the new band is kept: what lies above it would come back as tones that nobody made. */
const KEPT_BAND = 0.92
const ROOM = 8192

function divisor(a: number, b: number): number {
  return b === 0 ? a : divisor(b, a % b)
}

function blackman(share: number): number {
  return Math.abs(share) > 1 ? 0 : 0.42 + 0.5 * Math.cos(Math.PI * share) + 0.08 * Math.cos(2 * Math.PI * share)
}

/** A low-pass, `band` wide (a share of the old rate), seen from a moment that lies `late` after an old sample. */
function lowPass(band: number, half: number, late: number): Float32Array {
  const taps = Float32Array.from({ length: 2 * half }, (_, k) => {
    const x = k - half + 1 - late
    const angle = 2 * Math.PI * band * x
    return (angle === 0 ? 1 : Math.sin(angle) / angle) * blackman(x / half)
  })
  const sum = taps.reduce((all, tap) => all + tap, 0)
  return taps.map((tap) => tap / sum)
}

/** Makes 16 kHz of any whole rate, sample by sample: a windowed-sinc low-pass, read where the new samples lie. */
export function resampler(from: number, give: (sample: number) => void): (block: Float32Array) => void {
  const common = divisor(from, RATE)
  const step = from / common
  const phases = RATE / common
  const band = (KEPT_BAND * Math.min(from, RATE)) / 2 / from
  const half = Math.ceil(CROSSINGS / (2 * band))
  const filters = Array.from({ length: phases }, (_, phase) => lowPass(band, half, phase / phases))
  const held = new Float32Array(2 * half + ROOM)
  let filled = half
  let at = half
  let phase = 0

  function one(taps: Float32Array): number {
    let sum = 0
    const start = at - half + 1
    for (let k = 0; k < taps.length; k++) sum += (held[start + k] ?? 0) * (taps[k] ?? 0)
    return sum
  }

  function makeRoom(wanted: number): void {
    if (filled + wanted <= held.length) return
    const old = at - half + 1
    held.copyWithin(0, old, filled)
    filled -= old
    at -= old
  }

  return (block) => {
    makeRoom(block.length)
    held.set(block, filled)
    filled += block.length
    while (at + half < filled) {
      give(one(filters[phase] ?? held))
      phase += step
      at += Math.floor(phase / phases)
      phase %= phases
    }
  }
}
