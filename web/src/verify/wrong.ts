import type words from '@/i18n/verify/zh'

/** Where something stands in the file: its line, and what that line is about. */
export interface Place {
  line: number
  stream?: string
  seq?: number
  ballot?: number
  question?: string
}

/** The place of an entry. */
export interface EntryPlace extends Place {
  stream: string
  seq: number
}

export type Facts = Record<string, string | number>

/** What can be wrong: each has its sentence. */
export type Reason = keyof (typeof words)['why']

/** Why a record is not sound; the facts go into the sentence. */
export class Wrong extends Error {
  readonly reason: Reason
  readonly facts: Facts
  readonly place: Place | null

  /** Without a place, the line that is being read is meant. */
  constructor(reason: Reason, facts: Facts = {}, place: Place | null = null) {
    super(reason)
    this.reason = reason
    this.facts = facts
    this.place = place
  }
}

/** What is there for certain; if it were not, the fault would be ours and not the record's. */
export function sure<T>(value: T | null | undefined): T {
  if (value === null || value === undefined) throw new Error('The verifier has lost something.')
  return value
}
