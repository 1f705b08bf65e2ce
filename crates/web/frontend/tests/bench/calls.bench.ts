import { writeFileSync } from 'node:fs'
import { expect, test } from '@playwright/test'
import { callRows } from '../e2e/desk'

/** How far the list moves between two frames. */
const STEP = 400

const setting = (name: string): string => {
  const value = process.env[name]
  if (value === undefined) throw new Error(`${name} is not set; run cargo xtask bench`)
  return value
}

test('the call list loads and scrolls', async ({ page }) => {
  await page.goto('/sign-in?next=%2Fcalls')
  await page.getByLabel('E-mail').fill(setting('BENCH_EMAIL'))
  await page.getByLabel('Password', { exact: true }).fill(setting('BENCH_PASSWORD'))
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(callRows(page).first()).toBeVisible()
  await page.goto('/calls')
  await expect(callRows(page).first()).toBeVisible()
  const script_bytes = await page.evaluate(() =>
    performance
      .getEntriesByType('resource')
      .filter((entry) => new URL(entry.name).pathname.endsWith('.js'))
      .reduce((sum, entry) => sum + (entry as PerformanceResourceTiming).encodedBodySize, 0),
  )
  const seconds = Number(setting('BENCH_SECONDS'))
  const scrolled = await page.getByRole('grid', { name: 'Calls' }).evaluate(
    async (grid, { step, seconds }) => {
      const times: number[] = []
      let [blank, loading] = [0, 0]
      const nextFrame = () => new Promise<number>((resolve) => requestAnimationFrame(resolve))
      const { left, top, height } = grid.getBoundingClientRect()
      const started = await nextFrame()
      let before = started
      while (grid.scrollTop + height < grid.scrollHeight - 1 && before - started < seconds * 1000) {
        grid.scrollTop += step
        const now = await nextFrame()
        times.push(now - before)
        before = now
        const row = document.elementFromPoint(left + 200, top + height / 2)?.closest('[role=row]')
        if (!row) blank += 1
        else if (!row.hasAttribute('aria-selected')) loading += 1
      }
      const row = grid.querySelector('[role=row][aria-selected]') ?? grid
      times.sort((a, b) => a - b)
      return {
        frames: times.length,
        blank,
        loading,
        rows: Math.round((grid.scrollTop + height) / row.getBoundingClientRect().height),
        p95_ms: times[Math.floor(times.length * 0.95)] ?? 0,
        longest_ms: times.at(-1) ?? 0,
      }
    },
    { step: STEP, seconds },
  )
  expect(scrolled.frames).toBeGreaterThan(0)
  writeFileSync(setting('BENCH_REPORT'), JSON.stringify({ script_bytes, ...scrolled }))
})
