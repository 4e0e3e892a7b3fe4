import type { CombinedError } from '@urql/core'
import { mayRetry } from './problem'

const WAITS_MS = [400, 800, 1600, 3200, 5000]
const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds))

/** Sends a request that may be repeated, and again while it is not answered; the last result. */
export async function untilAnswered<Result extends { error?: CombinedError | undefined }>(
  send: () => Promise<Result>,
): Promise<Result> {
  let result = await send()
  for (const wait of WAITS_MS) {
    if (!result.error || !mayRetry(result.error)) break
    await pause(wait)
    result = await send()
  }
  return result
}
