// The page's two questions to the demo server: read something, do something. Every refusal becomes an ApiError
// with a code, so that a page can say it in the payer's own language.
const PATIENCE_MS = 15_000;

export class ApiError extends Error {
  /** `status` is the HTTP status, or 0 where nothing was answered. */
  constructor(code, message, {status = 0, ...options} = {}) {
    super(message, options);
    this.name = 'ApiError';
    this.code = code;
    this.status = status;
  }
}

export const read = (path) => request(path, {});

export const send = (path, body = {}) =>
  request(path, {method: 'POST', headers: {'content-type': 'application/json'}, body: JSON.stringify(body)});

/** The sentence for a failed request: by its code where the page has words for it, else a general one. */
export function explain(error, say) {
  const key = `error-${error instanceof ApiError ? error.code : 'other'}`;
  const sentence = say(key);
  return sentence === key ? say('error-other') : sentence;
}

async function request(path, options) {
  let response;
  let answer;
  try {
    response = await fetch(path, {...options, signal: AbortSignal.timeout(PATIENCE_MS)});
    answer = await response.json();
  } catch (cause) {
    throw new ApiError('unreachable', 'The server did not answer with JSON in time.', {cause});
  }
  if (response.ok) return answer;
  const {status} = response;
  throw new ApiError(answer?.error?.code ?? 'other', answer?.error?.message ?? `Status ${status}`, {status});
}
