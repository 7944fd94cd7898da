import type {Environment} from '../../src/shared/page-environment.js';

/** A page that the test hides, shows, and takes offline and online. */
export class FakeEnvironment implements Environment {
  visible = true;
  online = true;
  readonly listeners = new Set<() => void>();

  observe(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }
  hide(): void {
    this.visible = false;
    this.notify();
  }
  show(): void {
    this.visible = true;
    this.notify();
  }
  /** Any event of a page that is shown again, such as `focus`. */
  notify(): void {
    for (const listener of this.listeners) listener();
  }
}
