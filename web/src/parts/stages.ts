import type { IssueStage } from '@/gql/graphql'

/** The way of an issue that is taken up, in order. */
export const WAY: readonly IssueStage[] = [
  'PROPOSED', 'SCREENED', 'PREPARING', 'DELIBERATING', 'VOTING', 'PUBLISHED', 'SUPERVISED', 'CLOSED',
]

export const STAGES: readonly IssueStage[] = [...WAY, 'DECLINED']

export function isStage(value: unknown): value is IssueStage {
  return STAGES.some((stage) => stage === value)
}

/** The stages still to come from here; none after a refusal. */
export function toCome(stage: IssueStage): readonly IssueStage[] {
  const at = WAY.indexOf(stage)
  return at < 0 ? [] : WAY.slice(at + 1)
}
