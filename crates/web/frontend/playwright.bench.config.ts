import { defineConfig } from '@playwright/test'
import browserTests from './playwright.config'

/** Measures the screen of the call list; started by `cargo xtask bench`. */
export default defineConfig({
  ...browserTests,
  testDir: './tests/bench',
  testMatch: '*.bench.ts',
  timeout: 600_000,
  retries: 0,
  reporter: 'line',
  use: { ...browserTests.use, trace: 'off' },
})
