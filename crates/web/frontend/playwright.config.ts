import { defineConfig } from '@playwright/test'

/** One server for each browser that works at the same time, so that none moves what another looks at. */
const servers = (process.env.E2E_BASE_URL ?? 'http://127.0.0.1:8080').split(',')
const lane = Number(process.env.TEST_PARALLEL_INDEX ?? 0)

/** Runs against composed servers; nothing is started or installed here. */
export default defineConfig({
  testDir: './tests/e2e',
  outputDir: process.env.E2E_OUTPUT ?? './test-results',
  workers: servers.length,
  timeout: 90_000,
  expect: { timeout: 15_000 },
  // A shared machine may stall a browser; what only passes again is reported as flaky.
  retries: process.env.CI ? 2 : 0,
  reporter: process.env.CI ? 'line' : 'list',
  use: {
    baseURL: servers[lane % servers.length],
    reducedMotion: 'reduce',
    trace: 'on-first-retry',
    launchOptions: {
      executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
})
