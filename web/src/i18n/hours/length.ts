import { i18n } from '../index'

/** Minutes as people say them, without a sign: `2 小时 30 分`, `45 分钟`. */
export function length(minutes: number): string {
  const { t } = i18n.global
  const whole = Math.abs(minutes)
  const [h, m] = [Math.floor(whole / 60), whole % 60]
  if (!h) return t('hours.minutes', { n: m }, m)
  return m ? t('hours.both', { h, m }) : t('hours.hours', { n: h }, h)
}
