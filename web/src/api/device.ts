import { newKey } from './idempotency'

const KEY = 'heyi.device'

/** What this browser calls itself when somebody signs in: made up by chance once, and always the same. */
export function device(): string {
  const known = localStorage.getItem(KEY) ?? newKey()
  localStorage.setItem(KEY, known)
  return known
}
