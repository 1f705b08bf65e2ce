import { Button, Popover, Slider, Switch, Text } from '@mantine/core'
import { IconCloudStorm, IconFlask, IconPlayerPause, IconPlayerPlay } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { api, dataOf } from '@/api/client'
import { keys } from '@/api/keys'
import { useCan } from '@/api/session'
import type { Simulator } from '@/api/types'
import { StatusDot } from '@/ui/StatusDot'
import { toastError } from '@/ui/toast'
import c from './shell.module.css'

/** The pretend town of a demo workspace: whether it calls, how often, and whether there is a storm. */
export function DemoControls() {
  const may = useCan('run_simulator')
  const { data } = useQuery({
    queryKey: keys.simulator,
    queryFn: () => dataOf(api.GET('/simulator')),
    enabled: may,
  })
  if (!may || !data) return null
  return (
    <Popover width={300} position="bottom-end" trapFocus returnFocus>
      <Popover.Target>
        <button type="button" className={c.demo} aria-label="Demo callers">
          {data.storm ? <IconCloudStorm size={15} /> : <IconFlask size={15} />}
          <span className="desktop-only num">{faceOf(data)}</span>
        </button>
      </Popover.Target>
      <Popover.Dropdown aria-label="Demo callers">
        <Panel simulator={data} />
      </Popover.Dropdown>
    </Popover>
  )
}

function faceOf({ running, storm, calls_per_minute }: Simulator): string {
  if (!running) return 'Demo paused'
  return storm ? 'Storm day' : `Demo ${calls_per_minute}/min`
}

function Panel({ simulator }: { simulator: Simulator }) {
  const client = useQueryClient()
  const [rate, setRate] = useState(simulator.calls_per_minute)
  useEffect(() => setRate(simulator.calls_per_minute), [simulator.calls_per_minute])
  const change = useMutation({
    mutationFn: (body: Simulator) => dataOf(api.PUT('/simulator', { body })),
    onSuccess: (saved) => client.setQueryData(keys.simulator, saved),
    onError: (error) => toastError(error, 'The demo callers did not change'),
  })
  const set = (part: Partial<Simulator>) => {
    const { running, calls_per_minute, storm } = simulator
    change.mutate({ running, calls_per_minute, storm, ...part })
  }
  return (
    <div className={c.demoPanel}>
      <div className={c.demoHead}>
        <strong>Demo callers</strong>
        <StatusDot tone={simulator.running ? 'ok' : 'mute'}>
          {simulator.running ? 'Calling' : 'Paused'}
        </StatusDot>
      </div>
      <Button
        variant="default"
        fullWidth
        loading={change.isPending}
        leftSection={simulator.running ? <IconPlayerPause size={14} /> : <IconPlayerPlay size={14} />}
        onClick={() => set({ running: !simulator.running })}
      >
        {simulator.running ? 'Pause the callers' : 'Let them call'}
      </Button>
      <div>
        <Text size="sm" fw={550} mb={4} id="demo-rate">
          Calls a minute <span className="num dim">{rate}</span>
        </Text>
        <Slider
          min={1}
          max={60}
          value={rate}
          onChange={setRate}
          onChangeEnd={(value) => set({ calls_per_minute: value })}
          label={null}
          size="sm"
          thumbProps={{ 'aria-labelledby': 'demo-rate' }}
        />
      </div>
      <Switch
        label="Storm day"
        description="Many more calls, most of them missed, some emergencies"
        checked={simulator.storm}
        onChange={(event) => set({ storm: event.currentTarget.checked })}
      />
    </div>
  )
}
