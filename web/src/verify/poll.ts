import { digest, hex, utf8 } from './bytes'
import { canonical, type Fields } from './canonical'
import { CAST, CHOICE, CHOICES, COUNT, RESULT, TALLY, TERMS, has, hasExactly } from './forms'
import { headsOf, outcome, same, sum, type Heads } from './heads'
import { Wrong, type EntryPlace } from './wrong'

export type State = 'counted' | 'secret' | 'open'

/** One `votes.cast`: what its ballots have to come to. */
export interface Group {
  place: EntryPlace
  at: string
  trackers: string[]
  root: string
  votes: number
  choices: Heads | null
}

interface Told {
  kind: string
  content: string
  place: EntryPlace
}

const FIXED = Object.keys(TERMS).filter((name) => name !== 'electorate')
const contentOf = (payload: Fields): string => hex(digest(utf8(canonical(payload))))

/** One poll: what the stream tells about it, and what its own stream says again. */
export class Poll {
  readonly id: string
  readonly labels = new Map<string, string>()
  readonly groups: Group[] = []
  terms: Fields | null = null
  result: { heads: Heads; votes: number; place: EntryPlace } | null = null
  #opened = false
  #count: { votes: number; choices: Heads | null } = { votes: 0, choices: null }
  readonly #told: Told[] = []
  #again = 0

  constructor(id: string) {
    this.id = id
  }

  get question(): string {
    return String(this.terms?.question ?? '')
  }

  get state(): State {
    if (!this.result) return 'open'
    return this.terms?.secret ? 'secret' : 'counted'
  }

  get votes(): number {
    return this.#count.votes
  }

  get shown(): Heads | null {
    return this.result?.heads ?? this.#count.choices
  }

  /** Takes what the stream says next. */
  tell(kind: string, payload: Fields, place: EntryPlace): void {
    if (this.result) throw new Wrong('pollClosed')
    if (kind === 'poll.scheduled' || kind === 'poll.opened') this.#begin(kind, payload)
    else if (kind === 'poll.tally') this.#tally(payload)
    else this.#close(payload, place)
    this.#told.push({ kind, content: contentOf(payload), place })
  }

  /** Takes what its own stream says next, which must be what the stream has told; the group, if it is one. */
  sayAgain(kind: string, payload: Fields, place: EntryPlace, at: string): Group | null {
    const told = this.#told[this.#again]
    if (told?.kind !== (kind === 'votes.cast' ? 'poll.tally' : kind)) throw new Wrong('twoStories')
    const said = kind === 'votes.cast' ? tallyOf(payload, place.seq) : payload
    if (told.content !== contentOf(said)) throw new Wrong('differently', { line: told.place.line })
    this.#again += 1
    if (kind !== 'votes.cast') return null
    const group = groupOf(payload, place, at)
    this.groups.push(group)
    return group
  }

  /** Its stream has ended. */
  end(): void {
    const left = this.#told[this.#again]
    if (left) throw new Wrong('notSaidAgain', {}, left.place)
  }

  #begin(kind: string, terms: Fields): void {
    const before = this.terms
    if (this.#opened || (before && kind === 'poll.scheduled')) throw new Wrong('pollTwice')
    has(terms, TERMS)
    this.#label(terms.choices as Fields[])
    const field = before && FIXED.find((name) => canonical(before[name] ?? null) !== canonical(terms[name] ?? null))
    if (field) throw new Wrong('termsChanged', { field })
    this.terms = terms
    this.#opened = kind === 'poll.opened'
  }

  #label(choices: Fields[]): void {
    this.labels.clear()
    for (const choice of choices) {
      hasExactly(choice, CHOICE)
      if (this.labels.has(choice.key as string)) throw new Wrong('choiceTwice')
      this.labels.set(choice.key as string, choice.label as string)
    }
    if (!this.labels.size) throw new Wrong('badField', { field: 'choices' })
  }

  #tally(count: Fields): void {
    if (!this.#opened) throw new Wrong('notOpened')
    has(count, { ...COUNT, ...TALLY })
    const choices = Object.hasOwn(count, 'choices') ? this.#heads(count) : null
    this.#count = { votes: count.votes as number, choices }
  }

  #close(result: Fields, place: EntryPlace): void {
    has(result, RESULT)
    const heads = this.#heads(result)
    const expected = outcome(heads)
    for (const field of ['decided', 'winner', 'ground'] as const) {
      if (result[field] !== expected[field]) throw new Wrong('result', { field })
    }
    if (result.votes !== this.#count.votes) throw new Wrong('lastCount')
    if (this.#count.choices && !same(heads, this.#count.choices)) throw new Wrong('lastCount')
    this.result = { heads, votes: result.votes as number, place }
  }

  #heads(counted: Fields): Heads {
    has(counted, CHOICES)
    const heads = headsOf(counted.choices)
    if (heads.size !== this.labels.size || [...heads.keys()].some((key) => !this.labels.has(key))) throw new Wrong('choices')
    if (sum(heads) !== BigInt(counted.votes as number)) throw new Wrong('sum')
    return heads
  }
}

/** What the stream has to say of a `votes.cast`. */
function tallyOf(payload: Fields, seq: number): Fields {
  return { ...Object.fromEntries(Object.entries(payload).filter(([name]) => name !== 'trackers')), seq }
}

/** What a `votes.cast` says, all of which but the trackers was checked when the stream told it. */
function groupOf(payload: Fields, place: EntryPlace, at: string): Group {
  has(payload, CAST)
  const { root, size, trackers, votes } = payload
  const choices = Object.hasOwn(payload, 'choices') ? headsOf(payload.choices) : null
  const group = { place, at, trackers: trackers as string[], root: root as string, votes: votes as number, choices }
  if (group.trackers.length !== size) throw new Wrong('trackerCount')
  return group
}
