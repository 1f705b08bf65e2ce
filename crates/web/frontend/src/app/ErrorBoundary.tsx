import { Component, type ReactNode } from 'react'
import { ErrorState } from '@/ui/ErrorState'

interface Props {
  children: ReactNode
  /** A change of it (the page's address) gives the content another chance. */
  resetKey?: string
  /** Shown in place of what failed, where a whole page would be too much. */
  instead?: ReactNode
}

/** Last resort for a failure while rendering: says so and offers a reload instead of a white page. */
export class ErrorBoundary extends Component<Props, { error: unknown }> {
  override state = { error: null as unknown }

  static getDerivedStateFromError(error: unknown) {
    return { error }
  }

  override componentDidUpdate(previous: Props) {
    if (previous.resetKey !== this.props.resetKey && this.state.error !== null) this.setState({ error: null })
  }

  override render() {
    if (this.state.error === null) return this.props.children
    if (this.props.instead !== undefined) return this.props.instead
    return (
      <ErrorState
        title="This page stopped working"
        error={this.state.error}
        onRetry={() => window.location.reload()}
        retryLabel="Reload"
      />
    )
  }
}
