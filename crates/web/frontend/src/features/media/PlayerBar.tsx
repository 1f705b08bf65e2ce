import { ActionIcon, Loader, Menu, Switch, UnstyledButton } from '@mantine/core'
import {
  IconCheck,
  IconPlayerPauseFilled,
  IconPlayerPlayFilled,
  IconRewindBackward15,
  IconRewindForward15,
} from '@tabler/icons-react'
import { formatDuration } from '@/lib/time'
import c from './media.module.css'
import { type Player, SPEEDS } from './usePlayer'

/** Play, jump, speed, and whether pauses are left out. */
export function PlayerBar({ player }: { player: Player }) {
  const { playing, waiting, time, duration, speed, skipsSilence } = player
  return (
    <div className={c.bar}>
      <ActionIcon
        variant="filled"
        color="iris"
        size={36}
        radius="xl"
        aria-label={playing ? 'Pause' : 'Play'}
        onClick={player.toggle}
      >
        {waiting && playing ? (
          <Loader size={16} color="white" />
        ) : playing ? (
          <IconPlayerPauseFilled size={16} />
        ) : (
          <IconPlayerPlayFilled size={16} />
        )}
      </ActionIcon>
      <ActionIcon aria-label="Back 15 seconds" onClick={() => player.seek(time - 15)}>
        <IconRewindBackward15 size={18} stroke={1.6} />
      </ActionIcon>
      <ActionIcon aria-label="Forward 15 seconds" onClick={() => player.seek(time + 15)}>
        <IconRewindForward15 size={18} stroke={1.6} />
      </ActionIcon>
      <span className={`num ${c.clock}`}>
        {formatDuration(Math.floor(time))}{' '}
        <span className="dim">/ {formatDuration(Math.round(duration))}</span>
      </span>
      <span className={c.barEnd}>
        <Switch
          label="Skip silence"
          checked={skipsSilence}
          onChange={(event) => player.setSkipsSilence(event.currentTarget.checked)}
        />
        <Menu position="bottom-end">
          <Menu.Target>
            <UnstyledButton className={`num ${c.speed}`} aria-label={`Speed, ${speed} times`}>
              {speed}×
            </UnstyledButton>
          </Menu.Target>
          <Menu.Dropdown aria-label="Speed">
            {SPEEDS.map((one) => (
              <Menu.Item
                key={one}
                rightSection={one === speed ? <IconCheck size={14} aria-hidden /> : undefined}
                onClick={() => player.setSpeed(one)}
              >
                <span className="num">{one}×</span>
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      </span>
    </div>
  )
}
