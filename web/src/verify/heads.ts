import type { Fields, Json } from './canonical'

/** Heads by choice. Sums can be larger than any number of a file, so that they need more than its numbers. */
export type Heads = Map<string, bigint>

export function headsOf(choices: Json | undefined): Heads {
  return new Map(Object.entries(choices as Fields).map(([key, heads]) => [key, BigInt(heads as number)]))
}

export function sum(heads: Heads): bigint {
  return [...heads.values()].reduce((all, each) => all + each, 0n)
}

export function same(one: Heads, other: Heads): boolean {
  return one.size === other.size && [...one].every(([key, heads]) => other.get(key) === heads)
}

/** What heads come to. */
export function outcome(heads: Heads): { decided: boolean; winner: string | null; ground: string } {
  const most = [...heads.values()].reduce((one, other) => (other > one ? other : one), 0n)
  const [winner = null, ...others] = [...heads.keys()].filter((key) => heads.get(key) === most)
  if (most === 0n) return { decided: false, winner: null, ground: 'NO_VOTES' }
  if (others.length) return { decided: false, winner: null, ground: 'TIE' }
  return { decided: true, winner, ground: 'MOST_VOTES' }
}
