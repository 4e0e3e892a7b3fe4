import type { Plugin } from 'vite'

const FONT_FACE = /@font-face\s*\{[^}]*\}/g
const DATA_IMAGE = /background(-image)?:\s*url\(["']?data:[^)]*\)[^;}]*/g
const CARRIERS = /[\\/](vant|@graphiql|graphiql)[\\/].*\.css/

/**
 * Takes data: addresses out of foreign CSS, which the content policy refuses: Vant's icon font, GraphiQL's
 * fonts and marks. The page draws its own icons, system fonts serve both, and style.css marks errors anew.
 */
export function noDataAddresses(): Plugin {
  const clean = (code: string) => code.replace(FONT_FACE, '').replace(DATA_IMAGE, 'background-image:none')
  return {
    name: 'no-data-addresses',
    enforce: 'pre',
    transform: (code, id) => (CARRIERS.test(id) ? { code: clean(code), map: null } : null),
  }
}
