import type { ReplaySubscription } from '@/gql/graphql'

export type Entry = ReplaySubscription['replay']
export type Facts = Readonly<Record<string, unknown>>

/** One line of the story. `id` stays the same while votes come in and the line moves on. */
export interface Scene { readonly id: number; readonly seq: number; readonly kind: string; readonly at: string; readonly facts: Facts }
export interface Choice { readonly key: string; readonly label: string }
/** A poll as it stood at that moment; `heads` by choice, where the record shows them. */
export interface Ballot {
  readonly id: string
  readonly question: string
  readonly choices: readonly Choice[]
  readonly electorate: number | null
  readonly votes: number
  readonly heads: Readonly<Record<string, number>> | null
  readonly outcome: Facts | null
}

export const text = (facts: Facts, name: string): string => (typeof facts[name] === 'string' ? facts[name] : '')
export const number = (facts: Facts, name: string): number | null =>
  typeof facts[name] === 'number' ? facts[name] : null

function choicesOf(facts: Facts): Choice[] {
  const known: unknown = facts.choices
  return Array.isArray(known) ? (known as Facts[]).map((each) => ({ key: text(each, 'key'), label: text(each, 'label') })) : []
}

function headsOf(facts: Facts): Record<string, number> | null {
  const known = facts.choices
  return known && typeof known === 'object' ? (known as Record<string, number>) : null
}

/** Puts the entries of a record together, one after the other, into what can be told of them. */
export class Story {
  scenes: Scene[] = []
  readonly ballots = new Map<string, Ballot>()
  private readonly places = new Map<number, number>()
  private readonly items = new Map<string, string>()

  /** Adds the next entry. */
  add({ seq, kind, at, payload }: Entry): void {
    const facts = this.completed(kind, payload)
    const last = this.scenes.at(-1)
    if (kind === 'poll.tally' && last?.kind === kind && last.facts.pollId === facts.pollId) {
      this.scenes[this.scenes.length - 1] = { ...last, seq, at, facts: { ...facts, typedIn: both(last.facts, facts) } }
      return
    }
    this.places.set(seq, this.scenes.push({ id: seq, seq, kind, at, facts }) - 1)
    if (kind === 'utterance.redacted') this.forget(number(payload, 'entry'))
  }

  /** Lets go of what was said in an entry that has been redacted. Says whether there was anything. */
  forget(seq: number | null): boolean {
    const place = this.places.get(seq ?? -1)
    const scene = place === undefined ? undefined : this.scenes[place]
    if (place === undefined || scene?.kind !== 'utterance.said' || !('text' in scene.facts)) return false
    this.scenes[place] = { ...scene, facts: {} }
    return true
  }

  /** The facts with what earlier entries say of the same poll or item. */
  private completed(kind: string, payload: Facts): Facts {
    if (kind.startsWith('poll.')) return { ...payload, ballot: this.vote(kind, payload) }
    if (!kind.startsWith('agenda.')) return payload
    const item = text(payload, 'itemId')
    const title = text(payload, 'title') || (this.items.get(item) ?? '')
    this.items.set(item, title)
    return { ...payload, title }
  }

  private vote(kind: string, facts: Facts): Ballot {
    const id = text(facts, 'pollId')
    const before = this.ballots.get(id)
    const terms = kind === 'poll.scheduled' || kind === 'poll.opened'
    const ballot: Ballot = {
      id,
      question: terms ? text(facts, 'question') : (before?.question ?? ''),
      choices: terms ? choicesOf(facts) : (before?.choices ?? []),
      electorate: number(facts, 'electorate') ?? before?.electorate ?? null,
      votes: number(facts, 'votes') ?? before?.votes ?? 0,
      heads: terms ? null : (headsOf(facts) ?? before?.heads ?? null),
      outcome: kind === 'poll.closed' ? facts : null,
    }
    this.ballots.set(id, ballot)
    return ballot
  }
}

function both(before: Facts, after: Facts): number {
  return (number(before, 'typedIn') ?? 0) + (number(after, 'typedIn') ?? 0)
}
