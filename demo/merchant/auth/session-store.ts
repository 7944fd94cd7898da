/** Where sessions are stored: by the digest of their token, so that a reader of the store cannot use them. */
export interface SessionStore {
  /**
   * False, and nothing added, when the role's stored hash is another one: another instance has replaced the password.
   * Also removes the sessions that have expired by `now`.
   */
  addSession(session: StoredSession, conditions: SessionConditions): Promise<boolean>;
  findSession(digest: string): Promise<StoredSession | undefined>;
  endSession(digest: string): Promise<void>;
  /** Ends every session of a role, or of both. */
  endSessions(role?: Role): Promise<void>;

  /** What the role's password was hashed to when it was last configured. */
  passwordHash(role: Role): Promise<PasswordHash | undefined>;
  /** Replaces the hash, and ends every session of the role in the same transaction. */
  replacePasswordHash(role: Role, hash: PasswordHash | undefined): Promise<void>;

  /** A browser that has logged in. Also removes the ones that have expired by `now`. */
  addDevice(device: StoredDevice, now: number): Promise<void>;
  hasDevice(digest: string, now: number): Promise<boolean>;
}

export type Role = 'staff' | 'till';

export interface StoredSession {
  readonly digest: string;
  readonly role: Role;
  readonly expiresAt: number;
}

export interface SessionConditions {
  readonly now: number;
  /** The hash that the password was compared with; `undefined` for a role without a password. */
  readonly passwordHash: PasswordHash | undefined;
}

export interface StoredDevice {
  readonly digest: string;
  readonly expiresAt: number;
}

/** Both in base64url. */
export interface PasswordHash {
  readonly salt: string;
  readonly hash: string;
}
