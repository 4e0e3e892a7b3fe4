import type { BoardQuery } from '@/gql/graphql'

export type Shown = BoardQuery['resolutions']['edges'][number]['node']
export interface Kept { readonly at: number; readonly shown: readonly Shown[] }

const PLACE = 'heyi.board'
export const KEPT_FOR_MS = 24 * 60 * 60 * 1000

/** What was shown last, in case the server cannot be reached; nothing once it is a day old. */
export function recall(community: string | null, now = Date.now()): Kept | null {
  try {
    const kept = JSON.parse(localStorage.getItem(`${PLACE}.${community ?? ''}`) ?? 'null') as Kept | null
    return kept && now - kept.at < KEPT_FOR_MS ? kept : null
  } catch {
    return null
  }
}

export function keep(community: string | null, kept: Kept): void {
  try {
    localStorage.setItem(`${PLACE}.${community ?? ''}`, JSON.stringify(kept))
  } catch {
    // a frame without storage shows what it has until it is closed
  }
}
