import { nextTick, onScopeDispose, shallowRef, type Ref } from 'vue'

const APART_MS = 250
interface Detector { detect(source: HTMLVideoElement): Promise<readonly { readonly rawValue: string }[]> }
type Make = new (options: { formats: readonly string[] }) => Detector

const make = (window as { BarcodeDetector?: Make }).BarcodeDetector

/** Looks for a QR code through the camera until one is seen; `offered` where the browser can. */
export function useScanner(video: Readonly<Ref<HTMLVideoElement | null>>, seen: (code: string) => void) {
  const on = shallowRef(false)
  const failed = shallowRef(false)
  let stream: MediaStream | undefined
  let timer: ReturnType<typeof setTimeout> | undefined

  function stop(): void {
    clearTimeout(timer)
    for (const track of stream?.getTracks() ?? []) track.stop()
    stream = undefined
    on.value = false
  }

  async function look(detector: Detector): Promise<void> {
    const codes = video.value && video.value.readyState >= 2 ? await detector.detect(video.value).catch(() => []) : []
    if (!on.value) return
    const code = codes[0]?.rawValue
    if (!code) return void (timer = setTimeout(() => void look(detector), APART_MS))
    stop()
    seen(code)
  }

  async function start(): Promise<void> {
    if (!make || on.value) return
    failed.value = false
    on.value = true
    try {
      const opened = await navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment' } })
      stream = opened
      if (!on.value) return stop()
      await nextTick()
      if (!video.value) return stop()
      video.value.srcObject = opened
      await video.value.play()
      void look(new make({ formats: ['qr_code'] }))
    } catch {
      stop()
      failed.value = true
    }
  }

  onScopeDispose(stop)
  const offered = Boolean(make) && 'mediaDevices' in navigator
  return { offered, on, failed, start, stop }
}
