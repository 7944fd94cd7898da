/** Logs a failure that the element recovers from, with its cause, for the developer of the page. */
export function warn(message: string, cause: unknown): void {
  console.warn(`payby-checkout: ${message}`, cause);
}
