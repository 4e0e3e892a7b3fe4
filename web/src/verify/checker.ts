import { Ballots } from './ballots'
import { Running, isSigned } from './bytes'
import { canonical, read, type Fields, type Json } from './canonical'
import { Checkpoints } from './checkpoints'
import { Entries } from './entries'
import { hasExactly, LINES, OF_MEETING, type Forms } from './forms'
import { foundBallot, foundPoll, type Found, type FoundBallot } from './found'
import { Keys } from './keys'
import type { BallotLine, CheckpointLine, EndLine, EntryLine, KeyLine, RecordLine } from './lineTypes'
import { Story, streamOf } from './story'
import { Wrong, sure, type Place } from './wrong'

type Kind = keyof typeof LINES
const ORDER = Object.keys(LINES) as Kind[]
const NEEDED: Kind[] = ['record', 'key', 'entry']

/** Reads a record line by line, from docs/record-format.md alone. Wrong is thrown where something is. */
export class Checker {
  /** What the line is about that is being read, for whoever has to find it. */
  about: Omit<Place, 'line'> = {}
  readonly #running = new Running()
  readonly #keys = new Keys()
  #record!: RecordLine
  #story!: Story
  #entries!: Entries
  #checkpoints!: Checkpoints
  #ballots: Ballots | null = null
  #end: EndLine | null = null
  #section: Kind | null = null

  take(bytes: Uint8Array, line: number): void {
    this.about = {}
    if (this.#end) throw new Wrong('afterEnd')
    if (bytes.length === 1) throw new Wrong('blank')
    const fields = objectOf(read(bytes.subarray(0, -1)))
    const kind = kindOf(fields)
    this.#reach(kind)
    hasExactly(fields, { line: () => true, ...formsOf(kind, fields) })
    this.about = aboutOf(kind, fields)
    this.#check(kind, fields, line)
    this.#running.add(bytes)
  }

  /** What the whole file of so many lines holds. Wrong where it has no end. */
  found(lines: number): Found {
    if (!lines) throw new Wrong('empty', {}, { line: 1 })
    if (!this.#end) throw new Wrong('noEnd', {}, { line: lines + 1 })
    const ballots = [...(this.#ballots?.byTracker.values() ?? [])]
    return {
      sound: true,
      title: this.#story.title,
      exportedAt: this.#record.exportedAt,
      lines,
      entries: this.#entries.count,
      checkpoints: this.#checkpoints.count,
      ballots: ballots.length,
      counted: ballots.filter(({ opening }) => opening).length,
      redactions: this.#story.redactions,
      keys: this.#keys.ids,
      signedBy: this.#end.keyId,
      polls: [...this.#story.polls.values()].map(foundPoll),
    }
  }

  /** The ballot that the tracker stands for, or null where the record has none. */
  find(tracker: string): FoundBallot | null {
    const ballot = this.#ballots?.byTracker.get(tracker)
    return ballot ? foundBallot(tracker, ballot) : null
  }

  /** The place, with what the poll asked. */
  asked(place: Place): Place {
    const poll = this.#story?.polls.get(place.stream ?? '')
    return poll ? { ...place, question: poll.question } : place
  }

  #reach(kind: Kind): void {
    const from = this.#section ? ORDER.indexOf(this.#section) : -1
    const to = ORDER.indexOf(kind)
    if (to < from || (to === 0 && from === 0)) throw new Wrong('misplaced')
    if (NEEDED.some((_, place) => place > from && place < to)) throw new Wrong('misplaced')
    if (from < 2 && to >= 2 && !this.#entries) this.#begin()
    if (from === 2 && to > 2) this.#entries.complete()
    if (from <= 3 && to > 3) this.#endCheckpoints()
    if (to === 5) sure(this.#ballots).complete()
    this.#section = kind
  }

  #begin(): void {
    const { streams } = this.#record
    this.#story = new Story(streams)
    this.#entries = new Entries(streams, this.#story)
    this.#checkpoints = new Checkpoints(streams, this.#entries, this.#keys)
  }

  #endCheckpoints(): void {
    const unsigned = this.#story.closes.find(({ stream, seq }) => !this.#checkpoints.has(stream, seq))
    if (unsigned) throw new Wrong('noCheckpoint', {}, unsigned)
    this.#ballots = new Ballots(this.#story.polls.values())
  }

  #check(kind: Kind, fields: unknown, line: number): void {
    if (kind === 'record') this.#start(fields as RecordLine)
    else if (kind === 'key') this.#keys.take(fields as KeyLine)
    else if (kind === 'entry') this.#entries.take(fields as EntryLine, line)
    else if (kind === 'checkpoint') this.#checkpoints.take(fields as CheckpointLine)
    else if (kind === 'ballot') sure(this.#ballots).take(fields as BallotLine)
    else this.#finish(fields as EndLine, line)
  }

  #start(record: RecordLine): void {
    const { format, issue, meeting, streams } = record
    const [first, ...others] = streams
    if (format !== 'heyi-record/1') throw new Wrong('format')
    const own = issue ? issue.replace('_', ':') : sure(meeting).replace('meeting_', 'record:')
    const polls = others.every((stream) => issue && stream.startsWith('poll:'))
    if (first !== own || !polls || new Set(streams).size < streams.length) throw new Wrong('streams')
    this.#record = record
  }

  #finish(end: EndLine, line: number): void {
    const { digest, keyId, lines, signature } = end
    if (lines !== line - 1) throw new Wrong('endLines')
    if (digest !== this.#running.hex()) throw new Wrong('endDigest')
    const said = canonical({ digest, keyId, lines })
    if (!isSigned(said, signature, this.#keys.get(keyId).publicKey)) throw new Wrong('signature', { key: keyId })
    this.#end = end
  }
}

function objectOf(value: Json): Fields {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Wrong('notLine')
  return value
}

function kindOf(fields: Fields): Kind {
  const kind = ORDER.find((each) => fields.line === each)
  if (!kind) throw new Wrong('notLine')
  return kind
}

function formsOf(kind: Kind, fields: Fields): Forms {
  return kind === 'record' && Object.hasOwn(fields, 'meeting') ? OF_MEETING : LINES[kind]
}

function aboutOf(kind: Kind, fields: Fields): Omit<Place, 'line'> {
  const seq = fields.seq as number
  if (kind === 'ballot') return { stream: streamOf(fields.poll as string), seq, ballot: (fields.place as number) + 1 }
  return kind === 'entry' || kind === 'checkpoint' ? { stream: fields.stream as string, seq } : {}
}
