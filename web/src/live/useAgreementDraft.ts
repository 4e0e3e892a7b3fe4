import { shallowRef, watch } from 'vue'
import { newKey } from '@/api/idempotency'
import type { AgreementFullFragment, Party } from '@/gql/graphql'

/** The three parties that sign, by the names of their inputs. */
export const SIGNING = { community: 'COMMUNITY', residents: 'RESIDENTS', propertyCompany: 'PROPERTY_COMPANY' } as const
export type Signer = keyof typeof SIGNING
export const SIGNERS = Object.keys(SIGNING) as readonly Signer[]

export interface DraftPoint {
  readonly key: string
  readonly text: string
  readonly responsible: Party | ''
  readonly dueOn: string
}
interface Draft {
  readonly points: readonly DraftPoint[]
  readonly signatories: Readonly<Record<Signer, string>>
}

export const blankPoint = (): DraftPoint => ({ key: newKey(), text: '', responsible: '', dueOn: '' })

function draftOf(agreement: AgreementFullFragment | null): Draft {
  const signs = (signer: Signer) =>
    agreement?.signatories.find(({ party }) => party === SIGNING[signer])?.resident.id ?? ''
  return {
    points: agreement?.points.map(({ id, text, responsible, dueOn }) => ({ key: id, text, responsible, dueOn })) ?? [
      blankPoint(),
    ],
    signatories: {
      community: signs('community'),
      residents: signs('residents'),
      propertyCompany: signs('propertyCompany'),
    },
  }
}

function keptAt(key: string): Draft | null {
  try {
    return JSON.parse(sessionStorage.getItem(key) ?? 'null') as Draft | null
  } catch {
    return null
  }
}

/** What is being written of an agreement, from its newest version on; it survives a reload until it is sent. */
export function useAgreementDraft(meetingId: string, agreement: () => AgreementFullFragment | null) {
  const key = `heyi.agreement.${meetingId}`
  const draft = shallowRef(keptAt(key) ?? draftOf(agreement()))

  function change(what: Partial<Draft>): void {
    draft.value = { ...draft.value, ...what }
    sessionStorage.setItem(key, JSON.stringify(draft.value))
  }

  const sent = () => sessionStorage.removeItem(key)

  watch(
    () => agreement()?.version,
    () => sessionStorage.getItem(key) === null && (draft.value = draftOf(agreement())),
  )
  return { draft, change, sent }
}
