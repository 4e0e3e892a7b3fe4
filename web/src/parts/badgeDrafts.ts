import type { BadgeBookFullFragment, BadgeBookInput, GoodDeed } from '@/gql/graphql'

export const DEEDS: readonly GoodDeed[] = ['COMMENT', 'VOTE', 'DELIBERATION', 'MEETING', 'REPORT', 'SUGGESTION', 'VOLUNTEERING', 'MEDIATION']

/** A badge as it is typed; what may be left out is an empty text. */
export interface BadgeDraft {
  readonly key: string
  name: string
  nameEn: string
  deed: GoodDeed
  category: string
  need: string
  days: string
}

export interface SetDraft {
  readonly key: string
  name: string
  nameEn: string
  badges: string[]
  points: string
}

/** What the record calls something new; nobody has to think of it. */
function newName(kind: string): string {
  const bytes = crypto.getRandomValues(new Uint8Array(8))
  return `${kind}_${Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')}`
}

export const newBadge = (): BadgeDraft => ({ key: newName('badge'), name: '', nameEn: '', deed: 'DELIBERATION', category: '', need: '5', days: '365' })
export const newSet = (): SetDraft => ({ key: newName('set'), name: '', nameEn: '', badges: [], points: '20' })

export function draftsOf(book: BadgeBookFullFragment): { badges: BadgeDraft[]; sets: SetDraft[] } {
  return {
    badges: book.badges.map(({ key, nameZh, nameEn, deed, category, need, days }) => ({
      key, name: nameZh, nameEn, deed, category: category ?? '', need: String(need), days: days === null ? '' : String(days),
    })),
    sets: book.sets.map(({ key, nameZh, nameEn, badges, points }) => ({ key, name: nameZh, nameEn, badges: [...badges], points: String(points) })),
  }
}

/** The drafts as they are sent: a name serves in both languages where only one was written. */
export function sentOf(badges: readonly BadgeDraft[], sets: readonly SetDraft[]): Pick<BadgeBookInput, 'badges' | 'sets'> {
  const known = new Set(badges.map(({ key }) => key))
  return {
    badges: badges.map(({ key, name, nameEn, deed, category, need, days }) => ({
      key, name, nameEn: nameEn.trim() || name, deed,
      category: deed === 'REPORT' && category ? category : null,
      need: Number(need),
      days: days ? Number(days) : null,
    })),
    sets: sets.map(({ key, name, nameEn, badges: parts, points }) => ({
      key, name, nameEn: nameEn.trim() || name, badges: parts.filter((part) => known.has(part)), points: Number(points),
    })),
  }
}
