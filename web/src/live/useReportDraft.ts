import { shallowRef } from 'vue'
import { newKey } from '@/api/idempotency'
import type { Place } from '@/api/upload'
import type { KeptPhoto } from './usePhotos'

export type Source = 'PHOTO' | 'PHONE' | 'MAP'
export interface ReportDraft {
  readonly said: string
  readonly photos: readonly KeptPhoto[]
  readonly place: (Place & { readonly from: Source }) | null
  readonly category: string | null
  /** Names what is meant to be sent: another text is another intent. */
  readonly key: string
}

const KEY = 'heyi.report'
const blank = (): ReportDraft => ({ said: '', photos: [], place: null, category: null, key: newKey() })

function kept(): ReportDraft {
  try {
    return { ...blank(), ...(JSON.parse(sessionStorage.getItem(KEY) ?? '{}') as Partial<ReportDraft>) }
  } catch {
    return blank()
  }
}

/** What is being written of a report; it survives a reload, a lost line and signing in, until it is sent. */
export function useReportDraft() {
  const draft = shallowRef(kept())

  function change(what: Partial<ReportDraft>): void {
    draft.value = { ...draft.value, ...what, key: newKey() }
    sessionStorage.setItem(KEY, JSON.stringify(draft.value))
  }

  function sent(): void {
    draft.value = blank()
    sessionStorage.removeItem(KEY)
  }

  return { draft, change, sent }
}
