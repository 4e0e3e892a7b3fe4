import type { WhistleAnswer } from '@/gql/graphql'

export type WhistleState = 'open' | 'overdue' | 'closed'
interface Ending { readonly closedAt: string | null; readonly overdueAt: string | null }
interface Call { readonly answer: WhistleAnswer | null; readonly answeredAt: string | null; readonly lateAt: string | null }
export type CallState = WhistleAnswer | 'waiting' | 'late'

export function whistleState({ closedAt, overdueAt }: Ending): WhistleState {
  if (closedAt) return 'closed'
  return overdueAt ? 'overdue' : 'open'
}

/** What a called department has said so far; one that is silent is late once the server has recorded it. */
export function callState({ answer, lateAt }: Call): CallState {
  return answer ?? (lateAt ? 'late' : 'waiting')
}
