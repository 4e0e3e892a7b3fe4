/** Copies what a field holds, also on plain http addresses, where browsers have no clipboard; whether it was copied. */
export async function copyFrom(field: HTMLInputElement): Promise<boolean> {
  field.select()
  try {
    await navigator.clipboard.writeText(field.value)
    return true
  } catch {
    return document.execCommand('copy')
  }
}
