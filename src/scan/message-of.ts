/** Reads `message` of any object: an error of another window is no `Error` of this one. */
export function messageOf(cause: unknown): string {
  const {message} = (cause ?? {}) as {readonly message?: unknown};
  return typeof message === 'string' ? message : '';
}
