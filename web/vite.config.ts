import { fileURLToPath, URL } from 'node:url'
import { VantResolver } from '@vant/auto-import-resolver'
import vue from '@vitejs/plugin-vue'
import components from 'unplugin-vue-components/vite'
import { defineConfig } from 'vite'
import { noDataAddresses } from './build/noDataAddresses.ts'

const SERVER = 'http://127.0.0.1:8000'
const at = (path: string) => fileURLToPath(new URL(path, import.meta.url))

export default defineConfig({
  plugins: [
    vue(),
    components({ dirs: [], resolvers: [VantResolver()], dts: 'components.d.ts' }),
    noDataAddresses(),
  ],
  resolve: { alias: { '@': at('./src') } },
  define: { __VUE_OPTIONS_API__: false, __VUE_I18N_LEGACY_API__: false, __INTLIFY_PROD_DEVTOOLS__: false },
  build: {
    manifest: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 1500,
    rollupOptions: {
      input: { index: at('./index.html'), graphiql: at('./graphiql.html'), board: at('./board.html') },
      onwarn: (warning, warn) => warning.code !== 'MODULE_LEVEL_DIRECTIVE' && warn(warning),
    },
  },
  server: {
    proxy: {
      '/graphql': { target: SERVER, ws: true },
      '^/meetings/[^/]+/audio$': { target: SERVER, ws: true },
      '/records': SERVER,
      '/transcripts': SERVER,
      '/feeds': SERVER,
      '/uploads': SERVER,
      '/files': SERVER,
      '/map.json': SERVER,
    },
  },
})
