/** What a person chose on one browser, see lib/preferences: calls are only shown, not heard. */
export const SILENT = 'phone-silent'
/** Where the person talks when he places a call. */
export const VIA = 'phone-via'
