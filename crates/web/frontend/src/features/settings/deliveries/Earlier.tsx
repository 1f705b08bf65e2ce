import { Button } from '@mantine/core'

interface Props {
  list: { hasNextPage: boolean; isFetchingNextPage: boolean; fetchNextPage: () => Promise<unknown> }
}

/** Brings the next page of a list, while there is one. */
export function Earlier({ list }: Props) {
  if (!list.hasNextPage) return null
  return (
    <div style={{ display: 'flex', justifyContent: 'center', paddingTop: 14 }}>
      <Button variant="default" loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
        Earlier ones
      </Button>
    </div>
  )
}
