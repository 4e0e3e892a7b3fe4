import type { Fields } from './canonical'
import { ABOUT_POLL, REDACTION, has } from './forms'
import type { EntryLine } from './lineTypes'
import { Poll } from './poll'
import { Wrong, sure, type EntryPlace } from './wrong'

const NAMES_IT = ['issue.raised', 'meeting.scheduled']
const FIRST = ['poll.scheduled', 'poll.opened']
const OF_ISSUE = [...FIRST, 'poll.tally', 'poll.closed']
const OF_POLL = [...FIRST, 'votes.cast', 'poll.closed']
const NOT_OF_POLL = ['poll.tally', 'utterance.said', 'utterance.redacted']

export const streamOf = (pollId: string): string => pollId.replace('_', ':')

/** What the entries tell: of words that were taken away, and of polls. */
export class Story {
  readonly polls = new Map<string, Poll>()
  readonly closes: EntryPlace[] = []
  readonly trackers = new Set<string>()
  title: string | null = null
  redactions = 0
  readonly #first: string
  readonly #expected: readonly string[]
  readonly #said = new Set<number>()
  readonly #gone = new Map<number, number>()

  constructor(streams: readonly string[]) {
    this.#first = sure(streams[0])
    this.#expected = streams.slice(1)
  }

  hear(entry: EntryLine, line: number): void {
    const { kind, payload, seq, stream } = entry
    const place = { line, stream, seq }
    if (stream === this.#first) this.#hearFirst(kind, payload, place)
    else this.#hearPoll(entry, place)
    if (kind === 'poll.closed') this.closes.push(place)
  }

  endStream(stream: string): void {
    if (stream !== this.#first) return sure(this.polls.get(stream)).end()
    for (const [seq, line] of this.#gone) throw new Wrong('gone', {}, { line, stream, seq })
    if (this.polls.size < this.#expected.length) throw new Wrong('streams', {}, { line: 1 })
  }

  #hearFirst(kind: string, payload: Fields | null, place: EntryPlace): void {
    if (kind === 'utterance.said') this.#said.add(place.seq)
    if (!payload) {
      if (kind !== 'utterance.said') throw new Wrong('mayNotGo')
      this.#gone.set(place.seq, place.line)
    } else if (kind === 'utterance.redacted') this.#redact(payload)
    else if (OF_ISSUE.includes(kind)) this.#hearOfPoll(kind, payload, place)
    else if (kind === 'votes.cast') throw new Wrong('wrongStream')
    else if (NAMES_IT.includes(kind) && typeof payload.title === 'string') this.title ??= payload.title
  }

  #redact(payload: Fields): void {
    has(payload, REDACTION)
    const named = payload.entry as number
    if (!this.#said.has(named) || !this.#gone.delete(named)) throw new Wrong('redaction', { entry: named })
    this.redactions += 1
  }

  #hearOfPoll(kind: string, payload: Fields, place: EntryPlace): void {
    has(payload, ABOUT_POLL)
    const id = payload.pollId as string
    const stream = streamOf(id)
    const poll = this.polls.get(stream) ?? this.#begin(kind, id, stream)
    poll.tell(kind, payload, place)
  }

  #begin(kind: string, id: string, stream: string): Poll {
    if (!FIRST.includes(kind)) throw new Wrong('noPoll')
    if (this.#expected[this.polls.size] !== stream) throw new Wrong('notNamed')
    const poll = new Poll(id)
    this.polls.set(stream, poll)
    return poll
  }

  #hearPoll({ at, kind, payload, stream }: EntryLine, place: EntryPlace): void {
    if (!payload) throw new Wrong('mayNotGo')
    if (NOT_OF_POLL.includes(kind)) throw new Wrong('wrongStream')
    if (!OF_POLL.includes(kind)) return
    const group = sure(this.polls.get(stream)).sayAgain(kind, payload, place, at)
    group?.trackers.forEach((tracker) => this.#hearTracker(tracker))
  }

  #hearTracker(tracker: string): void {
    if (this.trackers.has(tracker)) throw new Wrong('trackerTwice', { tracker })
    this.trackers.add(tracker)
  }
}
