import type { BadgeFullFragment } from '@/gql/graphql'
import { i18n } from '../index'

/** What a badge is for: `365 天里反映“垃圾清运”10 次`. */
export function ruleSaid({ deed, category, need, days }: BadgeFullFragment, nameOf: (code: string) => string): string {
  const { t } = i18n.global
  const named = category ? { n: need, category: nameOf(category) } : { n: need }
  const rule = t(`badges.rule.${category ? 'REPORT_OF' : deed}`, named, need)
  return days === null ? rule : t('badges.within', { days, rule })
}

/** How much is left: `再报 2 次就得到`. */
export function moreSaid({ deed, need }: BadgeFullFragment, have: number): string {
  return i18n.global.t(`badges.more.${deed}`, { n: need - have }, need - have)
}
