import type { CombinedError } from '@urql/core'
import { i18n } from '@/i18n'

/** One plain sentence for what nobody expected, with the error id where the server gave one. */
export function sentence(error: CombinedError | undefined): string {
  const { t } = i18n.global
  if (!error) return t('problem.unexpected')
  const first = error.graphQLErrors[0]
  if (!first) return isBusy(error) ? t('problem.busy') : t('problem.network')
  if (first.extensions.code === 'FORBIDDEN') return t('problem.forbidden')
  if (first.extensions.code === 'TRY_AGAIN') return t('problem.busy')
  const id = first.extensions.errorId
  return typeof id === 'string' ? t('problem.withId', { id }) : t('problem.unexpected')
}

function isBusy(error: CombinedError): boolean {
  return error.response !== undefined
}

/** Whether the same request may succeed when it is sent once more. */
export function mayRetry(error: CombinedError): boolean {
  const response = error.response as Response | undefined
  if (error.graphQLErrors.some((problem) => problem.extensions.code === 'TRY_AGAIN')) return true
  return Boolean(error.networkError) && (response === undefined || response.status >= 500)
}
