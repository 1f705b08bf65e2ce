import { expect, test } from '@playwright/test'
import { expectAccessible, signIn } from './desk'

const ID = '0190a0a0-0000-7000-8000-00000000000'

function mail(
  number: number,
  state: 'failed' | 'unknown',
  subject: string,
  lastError: string,
  writtenAt: string,
) {
  return {
    id: `${ID}${number}`,
    state,
    to_name: 'Dana Dispatcher',
    subject,
    about_kind: 'export',
    about_id: `${ID}${number}`,
    last_error: lastError,
    created_at: writtenAt,
    ended_at: writtenAt,
  }
}

const hoursAgo = (hours: number) => new Date(Date.now() - hours * 3_600_000).toISOString()

test('mail that needs a person is told in words, sent again and settled', async ({ page }) => {
  let mails = [
    mail(1, 'failed', 'Overdue: callback', 'recipient: 550', hoursAgo(1)),
    mail(2, 'unknown', 'Due now: callback', 'no answer to the text', hoursAgo(2)),
    mail(3, 'failed', 'Your export is ready', 'too old to be of use', hoursAgo(90)),
  ]
  const asked: string[] = []
  await page.route(/\/api\/mail(\?|\/|$)/, async (route) => {
    const path = new URL(route.request().url()).pathname
    if (path === '/api/mail') {
      await route.fulfill({ json: { data: mails, total: mails.length, has_more: false } })
      return
    }
    asked.push(path)
    mails = mails.filter(({ id }) => !path.includes(id))
    await route.fulfill({ status: 204 })
  })
  await signIn(page, 'admin', '/settings/deliveries')
  const section = page.getByRole('region', { name: 'Needs a person' })
  const row = (subject: string) => section.getByRole('row', { name: new RegExp(subject) })
  await expect(row('Overdue: callback')).toContainText('The mail server does not take this member’s address')
  await expect(row('Due now: callback')).toContainText('may have arrived')
  await expect(row('Your export is ready')).toContainText('Too old to send')
  await expectAccessible(page)
  await page.emulateMedia({ colorScheme: 'dark' })
  await page.setViewportSize({ width: 390, height: 844 })
  await expectAccessible(page)
  const width = await page.evaluate(() => document.documentElement.scrollWidth)
  expect(width).toBeLessThanOrEqual(390)
  await page.setViewportSize({ width: 1440, height: 900 })

  await row('Overdue: callback').getByRole('button', { name: 'Send again' }).click()
  await expect(page.getByText('The mail is sent again')).toBeVisible()
  await expect(row('Overdue: callback')).toHaveCount(0)

  // What may have arrived is sent twice only by somebody who knows.
  await row('Due now: callback').getByRole('button', { name: 'Send again' }).click()
  await page.getByRole('button', { name: 'Cancel' }).click()
  await row('Due now: callback').getByRole('button', { name: 'Settle' }).click()
  await expect(row('Due now: callback')).toHaveCount(0)
  await row('Your export is ready').getByRole('button', { name: 'Settle' }).click()
  await expect(section.getByText('Every mail went out, or is still tried.')).toBeVisible()
  expect(asked).toEqual([`/api/mail/${ID}1/send-again`, `/api/mail/${ID}2/settle`, `/api/mail/${ID}3/settle`])
})

test('texts that need a person are counted and one click away', async ({ page }) => {
  await page.route('**/api/conversations/counts', (route) =>
    route.fulfill({ json: { open: 5, unread: 1, needs_person: 3 } }),
  )
  await signIn(page, 'admin', '/settings/deliveries')
  await page.getByRole('link', { name: 'Show 3 conversations' }).click()
  await expect(page).toHaveURL(/\/conversations\?tab=needs/)
})
