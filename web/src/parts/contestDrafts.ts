import type { ContestAward, ContestKind } from '@/gql/graphql'
import { chinaDay, localTime, monthAfter } from '@/i18n/format'

const DAY_MS = 24 * 60 * 60_000
const HOUR_MS = 60 * 60_000

/** Numbers as they are typed. */
export interface PrizeDraft {
  readonly award: ContestAward
  readonly place: string
  readonly points: string
}
export interface CriterionDraft {
  readonly label: string
  readonly most: string
}

export const AWARDS_OF: Readonly<Record<ContestKind, readonly ContestAward[]>> = {
  IDEAS: ['IDEA'],
  BUILDINGS: ['BUILDING'],
  VOLUNTEERING: ['PERSON', 'TEAM'],
}

/** The number that was typed; what is none is 0, and refused by the server. */
export function numberOf(typed: string): number {
  return Number.parseInt(typed, 10) || 0
}

/** The full hour so many days from now, as a field takes it. */
export function inDays(days: number): string {
  return localTime(new Date(Math.ceil((Date.now() + days * DAY_MS) / HOUR_MS) * HOUR_MS))
}

/** This month and the two after it. */
export function nextMonths(): string[] {
  const running = chinaDay(Date.now()).slice(0, 7)
  return [0, 1, 2].map((later) => monthAfter(running, later))
}

export function utc(local: string): string {
  return new Date(local).toISOString()
}
