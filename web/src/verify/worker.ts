import { check, type Verdict } from './check'
import type { Checker } from './checker'
import type { FoundBallot } from './found'

/** What the page asks: to check a file, or what a tracker stands for in the one checked last. */
export type Question = { file: Blob } | { tracker: string }
export type Answer =
  | { share: number }
  | { verdict: Verdict }
  | { trouble: true }
  | { tracker: string; ballot: FoundBallot | null }

let checked: Checker | null = null
const say = (answer: Answer) => postMessage(answer)

async function look(file: Blob): Promise<void> {
  try {
    const [verdict, checker] = await check(file, (share) => say({ share }))
    checked = verdict.sound ? checker : null
    say({ verdict })
  } catch {
    say({ trouble: true })
  }
}

addEventListener('message', ({ data }: MessageEvent<Question>) => {
  if ('file' in data) void look(data.file)
  else say({ tracker: data.tracker, ballot: checked?.find(data.tracker) ?? null })
})
