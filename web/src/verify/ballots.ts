import { digest, hex, unhex, utf8 } from './bytes'
import { canonical } from './canonical'
import { Count, type Ballot } from './count'
import { OPENING, hasExactly } from './forms'
import type { BallotLine, Opening } from './lineTypes'
import { Tree } from './merkle'
import type { Group, Poll } from './poll'
import { Wrong } from './wrong'

interface Due {
  poll: Poll
  group: Group
  count: Count
}

/** The ballots of all polls: those that the entries promise and no others, and what they come to. */
export class Ballots {
  readonly byTracker = new Map<string, Ballot>()
  readonly #due: Due[] = []
  readonly #counts: Count[] = []
  #now = 0
  #place = 0
  #tree = new Tree()

  constructor(polls: Iterable<Poll>) {
    for (const poll of polls) {
      const count = new Count(poll)
      this.#counts.push(count)
      for (const group of poll.groups) this.#due.push({ poll, group, count })
    }
  }

  take(ballot: BallotLine): void {
    const due = this.#due[this.#now]
    if (!due) throw new Wrong('ballotTooMany')
    const { commitment, place, poll, seq, tracker } = ballot
    if (poll !== due.poll.id || seq !== due.group.place.seq || place !== this.#place) throw new Wrong('ballotOrder')
    if (tracker !== due.group.trackers[place]) throw new Wrong('ballotTracker')
    const opening = opened(ballot, due.poll)
    if (opening) due.count.add(tracker, opening, this.byTracker.get(opening.replaces ?? ''))
    this.byTracker.set(tracker, { poll: due.poll, at: due.group.at, opening, replacedBy: null })
    this.#tree.add(utf8(canonical({ commitment, tracker })))
    this.#place += 1
    if (this.#place === due.group.trackers.length) this.#endGroup(due)
  }

  complete(): void {
    const due = this.#due[this.#now]
    if (due) throw new Wrong('ballotMissing', {}, due.group.place)
    for (const count of this.#counts) count.finish()
  }

  #endGroup({ count, group }: Due): void {
    if (hex(this.#tree.root()) !== group.root) throw new Wrong('root', {}, group.place)
    count.agrees(group)
    this.#now += 1
    this.#place = 0
    this.#tree = new Tree()
  }
}

/** The opening of a ballot, which is there when, and only when, it is for everybody to see. */
function opened({ commitment, opening }: BallotLine, poll: Poll): Opening | null {
  if ((opening !== null) !== (poll.state === 'counted')) throw new Wrong(opening ? 'openedTooMuch' : 'notOpen')
  if (!opening) return null
  hasExactly(opening, OPENING)
  const { salt, ...said } = opening
  if (hex(digest(unhex(salt as string), utf8(canonical(said)))) !== commitment) throw new Wrong('commitment')
  return opening as unknown as Opening
}
