import { Button } from '@mantine/core'
import { IconPhoneOff } from '@tabler/icons-react'
import c from './phone.module.css'

/** In place of a telephone that could not be loaded: says so, because nobody is rung here. */
export default function NoPhone() {
  return (
    <section className={c.dock} aria-label="Telephone" data-phone-dock="pill">
      <div className={c.pill}>
        <Button
          variant="subtle"
          color="gray"
          leftSection={<IconPhoneOff size={15} />}
          onClick={() => window.location.reload()}
        >
          No telephone. Reload
        </Button>
      </div>
    </section>
  )
}
