import type {ReactiveController, ReactiveControllerHost} from 'lit';

/** A host that counts its updates and is connected by the test. */
export class FakeHost implements ReactiveControllerHost {
  readonly controllers = new Set<ReactiveController>();
  readonly updateComplete = Promise.resolve(true);
  updates = 0;
  #isConnected = false;

  addController(controller: ReactiveController): void {
    this.controllers.add(controller);
    if (this.#isConnected) controller.hostConnected?.();
  }
  removeController(controller: ReactiveController): void {
    this.controllers.delete(controller);
  }
  requestUpdate(): void {
    this.updates++;
  }
  connect(): void {
    this.#isConnected = true;
    for (const controller of this.controllers) controller.hostConnected?.();
  }
  disconnect(): void {
    this.#isConnected = false;
    for (const controller of this.controllers) controller.hostDisconnected?.();
  }
}
