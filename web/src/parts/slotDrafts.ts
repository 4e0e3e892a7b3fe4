import type { SlotInput } from '@/gql/graphql'
import { localTime } from '@/i18n/format'

const DAY_MS = 24 * 60 * 60_000
const HOUR_MS = 60 * 60_000

/** A slot as a form holds it: times where the writer is, and the number as it was typed. */
export interface SlotDraft {
  readonly startsAt: string
  readonly endsAt: string
  readonly capacity: string
}

/** Two hours tomorrow at the full hour, or the same a day after the slot before. */
export function nextSlot(before?: SlotDraft): SlotDraft {
  if (before?.startsAt && before.endsAt) {
    const later = (at: string) => localTime(new Date(new Date(at).getTime() + DAY_MS))
    return { startsAt: later(before.startsAt), endsAt: later(before.endsAt), capacity: before.capacity }
  }
  const begins = Math.ceil((Date.now() + DAY_MS) / HOUR_MS) * HOUR_MS
  return { startsAt: localTime(new Date(begins)), endsAt: localTime(new Date(begins + 2 * HOUR_MS)), capacity: '20' }
}

/** The slot as the server takes it; what is no number is none, and refused there. */
export function given({ startsAt, endsAt, capacity }: SlotDraft): SlotInput {
  const utc = (local: string) => new Date(local).toISOString()
  return { startsAt: utc(startsAt), endsAt: utc(endsAt), capacity: Number.parseInt(capacity, 10) || 0 }
}
