import { computed, shallowRef, type WritableComputedRef } from 'vue'
import type { KeptPhoto } from './usePhotos'

const BLANK = { assignTo: '', handOverTo: '', reason: '', question: '', note: '', why: '', elsewhere: '' }
type Words = typeof BLANK
type Draft = Words & { readonly photos: readonly KeptPhoto[] }
const NOTHING: Draft = { ...BLANK, photos: [] }

function keptAt(key: string): Draft {
  try {
    return { ...NOTHING, ...(JSON.parse(sessionStorage.getItem(key) ?? '{}') as Partial<Draft>) }
  } catch {
    return NOTHING
  }
}

/** What somebody is writing of the steps of a report; it survives a reload, and others' steps, until it is sent. */
export function useHandlingDraft(reportId: string) {
  const key = `heyi.handling.${reportId}`
  const draft = shallowRef(keptAt(key))

  function change(what: Partial<Draft>): void {
    draft.value = { ...draft.value, ...what }
    if (written(...(Object.keys(NOTHING) as (keyof Draft)[]))) sessionStorage.setItem(key, JSON.stringify(draft.value))
    else sessionStorage.removeItem(key)
  }

  const word = (name: keyof Words): WritableComputedRef<string> =>
    computed({ get: () => draft.value[name], set: (words) => change({ [name]: words }) })
  const written = (...names: (keyof Draft)[]): boolean => names.some((name) => draft.value[name].length > 0)
  const drop = (...names: (keyof Draft)[]): void =>
    change(Object.fromEntries(names.map((name) => [name, NOTHING[name]])) as Partial<Draft>)

  return { draft, change, word, written, drop }
}

export type HandlingDraft = ReturnType<typeof useHandlingDraft>
