import { i18n, locale } from '@/i18n'
import { token } from './token'

export interface Place { readonly latitude: number; readonly longitude: number }
export interface SentPhoto {
  readonly id: string
  readonly url: string
  readonly thumbnailUrl: string
  readonly location: Place | null
}
/** Why a photo was not taken; whether the same photo may be taken when it is sent once more. */
export interface NotTaken { readonly why: string; readonly mayRetry: boolean }

const MOST_BYTES = 8 * 1024 * 1024

function notTaken(request: XMLHttpRequest): NotTaken {
  const { t } = i18n.global
  const answer = request.response as { message?: string } | null
  const mayRetry = request.status === 0 || request.status === 429 || request.status >= 500
  return { why: answer?.message ?? t(request.status ? 'problem.unexpected' : 'problem.network'), mayRetry }
}

/** Sends one photo and tells how far it is, as a share of one; what the server made of it, or why not. */
export function sendPhoto(photo: File, moved: (share: number) => void): Promise<SentPhoto | NotTaken> {
  if (photo.size > MOST_BYTES) return Promise.resolve({ why: i18n.global.t('photos.tooLarge'), mayRetry: false })
  return new Promise((resolve) => {
    const request = new XMLHttpRequest()
    request.open('POST', '/uploads')
    request.responseType = 'json'
    request.setRequestHeader('Authorization', `Bearer ${token.value ?? ''}`)
    request.setRequestHeader('Accept-Language', locale.value)
    request.setRequestHeader('Content-Type', photo.type.startsWith('image/') ? photo.type : 'application/octet-stream')
    request.upload.onprogress = ({ loaded, total }) => moved(total ? loaded / total : 0)
    request.onloadend = () => resolve(request.status === 201 ? (request.response as SentPhoto) : notTaken(request))
    request.send(photo)
  })
}
