/** Where sessions are stored: by the digest of their token, so that a reader of the store cannot use them. */
export interface SessionStore {
  /** Also removes the sessions that have expired by `now`. */
  addSession(session: StoredSession, now: number): Promise<void>;
  findSession(digest: string): Promise<StoredSession | undefined>;
  endSession(digest: string): Promise<void>;
}

export interface StoredSession {
  readonly digest: string;
  readonly role: 'staff' | 'till';
  readonly expiresAt: number;
}
