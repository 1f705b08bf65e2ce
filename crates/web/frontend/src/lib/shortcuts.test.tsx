// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen } from '@testing-library/react'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { writePreference } from './preferences'
import { SINGLE_KEYS, useShortcutListener, useShortcuts } from './shortcuts'

function Page({ run }: { run: (key: string) => void }) {
  useShortcutListener()
  useShortcuts([
    { keys: 'g c', label: 'Calls', group: 'Go to', run: () => run('g c') },
    { keys: 'c', label: 'Call', group: 'Here', run: () => run('c') },
    { keys: 'Enter', label: 'Open', group: 'Here', run: () => run('Enter') },
    { keys: 'mod+k', label: 'Palette', group: 'Everywhere', run: () => run('mod+k'), whileTyping: true },
  ])
  return (
    <>
      <input aria-label="Field" />
      <button type="button">Press</button>
    </>
  )
}

function show() {
  const run = vi.fn()
  render(<Page run={run} />)
  return run
}

const press = (key: string, more: object = {}) => fireEvent.keyDown(document.body, { key, ...more })

describe('shortcuts', () => {
  afterEach(() => {
    cleanup()
    writePreference(SINGLE_KEYS, true)
  })

  it('tell a sequence from its last key', () => {
    const run = show()
    press('g')
    press('c')
    press('c')
    expect(run.mock.calls).toEqual([['g c'], ['c']])
  })

  it('are silent while somebody types, except combinations', () => {
    const run = show()
    const field = screen.getByLabelText('Field')
    fireEvent.keyDown(field, { key: 'c' })
    fireEvent.keyDown(field, { key: 'k', ctrlKey: true })
    expect(run.mock.calls).toEqual([['mod+k']])
  })

  it('leave Enter to the button that has the focus', () => {
    const run = show()
    expect(fireEvent.keyDown(screen.getByText('Press'), { key: 'Enter' })).toBe(true)
    expect(run).not.toHaveBeenCalled()
    press('Enter')
    expect(run.mock.calls).toEqual([['Enter']])
  })

  it('can be switched off, and combinations stay', () => {
    writePreference(SINGLE_KEYS, false)
    const run = show()
    press('c')
    press('k', { metaKey: true })
    expect(run.mock.calls).toEqual([['mod+k']])
  })
})
