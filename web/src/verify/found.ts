import type { Ballot } from './count'
import { outcome } from './heads'
import type { Poll, State } from './poll'
import { sure } from './wrong'

/** What a sound record holds, ready to be shown. */
export interface Found {
  sound: true
  title: string | null
  exportedAt: string
  lines: number
  entries: number
  checkpoints: number
  ballots: number
  counted: number
  redactions: number
  keys: string[]
  signedBy: string
  polls: FoundPoll[]
}

export interface FoundPoll {
  id: string
  question: string
  state: State
  votes: number
  choices: { key: string; label: string; heads: number }[] | null
  winner: string | null
}

/** What a tracker stands for. `choice` and `heads` are null where the ballot is not open to everybody. */
export interface FoundBallot {
  tracker: string
  question: string
  state: State
  at: string
  choice: string | null
  heads: number | null
  replaced: boolean
}

export function foundPoll(poll: Poll): FoundPoll {
  const heads = poll.shown
  const winner = poll.result && heads ? outcome(heads).winner : null
  return {
    id: poll.id,
    question: poll.question,
    state: poll.state,
    votes: poll.votes,
    choices: heads && [...poll.labels].map(([key, label]) => ({ key, label, heads: Number(heads.get(key)) })),
    winner: winner === null ? null : sure(poll.labels.get(winner)),
  }
}

export function foundBallot(tracker: string, ballot: Ballot): FoundBallot {
  const { at, opening, poll, replacedBy } = ballot
  return {
    tracker,
    question: poll.question,
    state: poll.state,
    at,
    choice: opening && sure(poll.labels.get(opening.choice)),
    heads: opening && opening.heads,
    replaced: replacedBy !== null,
  }
}
