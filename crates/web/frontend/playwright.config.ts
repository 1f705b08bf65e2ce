import { defineConfig } from '@playwright/test'

/** Runs against a composed server; nothing is started or installed here. */
export default defineConfig({
  testDir: './tests/e2e',
  outputDir: process.env.E2E_OUTPUT ?? './test-results',
  workers: 1,
  timeout: 90_000,
  // A shared machine may stall a browser; what only passes again is reported as flaky.
  retries: process.env.CI ? 2 : 0,
  reporter: process.env.CI ? 'line' : 'list',
  use: {
    baseURL: process.env.E2E_BASE_URL ?? 'http://127.0.0.1:8080',
    reducedMotion: 'reduce',
    trace: 'retain-on-failure',
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
