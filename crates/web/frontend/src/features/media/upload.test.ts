import { describe, expect, it } from 'vitest'
import { ApiError } from '@/api/problem'
import { LARGEST, reasonOf, refusal, sizeOf } from './upload'

describe('uploads', () => {
  it('are refused before they are sent when they cannot be taken', () => {
    expect(refusal({ size: 0 })).toBe('The file is empty.')
    expect(refusal({ size: LARGEST + 1 })).toBe('A file may have 25 MB at most.')
    expect(refusal({ size: LARGEST })).toBeUndefined()
  })

  it('say why they failed in the words of the server', () => {
    const errors = [{ path: 'file', code: 'kind_not_kept', message: 'Files of this kind are not kept.' }]
    const refused = new ApiError({ status: 422, title: 'Something is missing', errors })
    expect(reasonOf(refused)).toBe('Files of this kind are not kept.')
    expect(reasonOf(new ApiError({ status: 0, title: 'The server cannot be reached' }))).toBe(
      'The server cannot be reached',
    )
    expect(reasonOf(new Error('x'))).toBe('It was not sent.')
  })

  it('have sizes as people say them', () => {
    expect([12, 2048, 1.45 * 1024 * 1024].map(sizeOf)).toEqual(['12 B', '2 KB', '1.4 MB'])
  })
})
