import { shallowRef } from 'vue'
import type { Place } from '@/api/upload'

const WITHIN_MS = 15_000
const NOT_OLDER_MS = 60_000

export type PhoneTrouble = 'phoneDenied' | 'phoneAway'

/** Where the phone is, asked for only when somebody wants it to be. */
export function usePhonePlace(found: (place: Place) => void) {
  const finding = shallowRef(false)
  const trouble = shallowRef<PhoneTrouble | null>(null)

  function failed(why: PhoneTrouble): void {
    finding.value = false
    trouble.value = why
  }

  function find(): void {
    trouble.value = null
    // Browsers have no geolocation on plain http addresses.
    if (!('geolocation' in navigator)) return failed('phoneAway')
    finding.value = true
    navigator.geolocation.getCurrentPosition(
      ({ coords: { latitude, longitude } }) => {
        finding.value = false
        found({ latitude, longitude })
      },
      ({ code, PERMISSION_DENIED }) => failed(code === PERMISSION_DENIED ? 'phoneDenied' : 'phoneAway'),
      { enableHighAccuracy: true, timeout: WITHIN_MS, maximumAge: NOT_OLDER_MS },
    )
  }

  return { finding, trouble, find }
}
