import { same, sum, type Heads } from './heads'
import type { Opening } from './lineTypes'
import type { Group, Poll } from './poll'
import { Wrong } from './wrong'

/** One ballot, as far as it is open to everybody. */
export interface Ballot {
  poll: Poll
  at: string
  opening: Opening | null
  replacedBy: string | null
}

/** Counts the ballots of one poll again. */
export class Count {
  readonly #poll: Poll
  readonly #heads: Heads

  constructor(poll: Poll) {
    this.#poll = poll
    this.#heads = new Map([...poll.labels.keys()].map((key) => [key, 0n]))
  }

  /** Counts a ballot; `old` is the one that it says it replaces. */
  add(tracker: string, { choice, heads, replaces }: Opening, old: Ballot | undefined): void {
    if (!this.#heads.has(choice)) throw new Wrong('noChoice')
    if (replaces !== null) this.#replace(old, tracker)
    this.#move(choice, BigInt(heads))
  }

  /** Wrong unless a group says what was counted up to there. */
  agrees({ choices, place, votes }: Group): void {
    if (this.#poll.state !== 'counted') return
    const right = sum(this.#heads) === BigInt(votes) && (!choices || same(choices, this.#heads))
    if (!right) throw new Wrong('count', {}, place)
  }

  /** Wrong unless the result is what was counted. */
  finish(): void {
    const { result, state } = this.#poll
    if (result && state === 'counted' && !same(result.heads, this.#heads)) throw new Wrong('recount', {}, result.place)
  }

  #replace(old: Ballot | undefined, by: string): void {
    if (!this.#poll.terms?.revisable) throw new Wrong('notRevisable')
    if (!old?.opening || old.poll !== this.#poll) throw new Wrong('replacesNone')
    if (old.replacedBy !== null) throw new Wrong('replacedTwice')
    old.replacedBy = by
    this.#move(old.opening.choice, -BigInt(old.opening.heads))
  }

  #move(choice: string, heads: bigint): void {
    this.#heads.set(choice, (this.#heads.get(choice) ?? 0n) + heads)
  }
}
