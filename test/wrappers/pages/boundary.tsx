import { Component, type ReactNode } from 'react';

/** Shows what was thrown under it. A class is mounted anew by a hot reload, so it stands in a file that is not edited. */
export class Boundary extends Component<{ children: ReactNode }, { error?: Error }> {
  override state: { error?: Error } = {};
  static getDerivedStateFromError = (error: Error) => ({ error });
  override render = () => (this.state.error ? <p role="alert">{this.state.error.message}</p> : this.props.children);
}
