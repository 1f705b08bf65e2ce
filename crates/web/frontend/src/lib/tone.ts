/** How a state feels. Each tone has a text colour, a brighter dot and a soft ground in the theme. */
export type Tone = 'ok' | 'warn' | 'bad' | 'info' | 'mute'
