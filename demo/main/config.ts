/** The environment, read once and turned into a configuration, or into one sentence about what is wrong with it. */
import type {KeyObject} from 'node:crypto';
import {KeyFileError, readPrivateKey, readPublicKey} from '../payby/keys.js';
import type {StoreChoice} from '../merchant/storage/open-store.js';

const DEFAULT_PORT = 8080;
const DEFAULT_DATA_DIR = '.demo';
const SHORTEST_PASSWORD = 12;
const REMOTE_VARIABLES = [
  'PAYBY_BASE_URL',
  'PAYBY_PARTNER_ID',
  'PAYBY_PRIVATE_KEY_FILE',
  'PAYBY_PUBLIC_KEY_FILE',
] as const;

export interface DemoConfig {
  readonly port: number;
  readonly host: string;
  /** Where the world reaches this server; PayBy sends its notifications there. */
  readonly publicUrl: string | undefined;
  /** Pages of the merchant's on other hosts that may place and watch orders here. */
  readonly allowedOrigins: readonly string[];
  readonly store: StoreChoice;
  /** Without one, a random one is made at start and told to whoever started the server. */
  readonly staffPassword: string | undefined;
  /** Opens a till and nothing else. */
  readonly tillPassword: string | undefined;
  readonly logFormat: 'json' | 'auto';
  readonly gateway: GatewayChoice;
}

export type GatewayChoice = LocalGateway | RemoteGateway;

export interface LocalGateway {
  readonly kind: 'local';
  /** Answer QRPAY orders with a `tokenUrl`, as older PayBy does. */
  readonly qrpayTokenUrl: boolean;
}

export interface RemoteGateway {
  readonly kind: 'remote';
  readonly baseUrl: string;
  readonly partnerId: string;
  readonly privateKey: KeyObject;
  readonly paybyPublicKey: KeyObject;
}

/** The demo cannot start. The message is one sentence for the person who started it. */
export class StartError extends Error {
  override readonly name = 'StartError';
}

export type Environment = Readonly<Record<string, string | undefined>>;

export async function readConfig(env: Environment): Promise<DemoConfig> {
  const isRemote = REMOTE_VARIABLES.some((name) => env[name]);
  return {
    port: readPort(env['PORT']),
    host: given(env['HOST']) ?? '127.0.0.1',
    publicUrl: readUrl(env, 'PUBLIC_URL'),
    allowedOrigins: readOrigins(env['ALLOWED_ORIGINS']),
    store: readStore(env, isRemote),
    staffPassword: readPassword(env, 'STAFF_PASSWORD'),
    tillPassword: readPassword(env, 'TILL_PASSWORD'),
    logFormat: readLogFormat(env['LOG_FORMAT']),
    gateway: isRemote ? await remoteGateway(env) : localGateway(env),
  };
}

/** An empty variable is one that is not set. */
const given = (value: string | undefined): string | undefined => (value === '' ? undefined : value);

const localGateway = (env: Environment): LocalGateway => ({
  kind: 'local',
  qrpayTokenUrl: env['QRPAY_TOKEN_URL'] === '1',
});

async function remoteGateway(env: Environment): Promise<RemoteGateway> {
  const missing = REMOTE_VARIABLES.filter((name) => !env[name]);
  if (missing.length > 0) {
    const verb = missing.length === 1 ? 'is' : 'are';
    throw new StartError(
      `To talk to the real PayBy, ${missing.join(' and ')} must be set too (or unset all PAYBY_ variables to use the local gateway): ${verb} missing.`,
    );
  }
  return {
    kind: 'remote',
    baseUrl: readUrl(env, 'PAYBY_BASE_URL') ?? '',
    partnerId: readPartnerId(env['PAYBY_PARTNER_ID'] ?? ''),
    privateKey: await readKey('PAYBY_PRIVATE_KEY_FILE', env, readPrivateKey),
    paybyPublicKey: await readKey('PAYBY_PUBLIC_KEY_FILE', env, readPublicKey),
  };
}

/** The local gateway forgets its orders when it ends, so by default they are forgotten here as well. */
function readStore({DATABASE_URL: url, DATA_DIR: folder}: Environment, isRemote: boolean): StoreChoice {
  if (url && folder) throw new StartError('Set either DATABASE_URL or DATA_DIR, not both.');
  if (url === 'memory:') return {kind: 'memory'};
  // The address itself is not quoted: it holds a password.
  if (url && !/^postgres(ql)?:\/\/./.test(url)) {
    throw new StartError('DATABASE_URL must be a postgres:// address, or "memory:".');
  }
  if (url) return {kind: 'postgres', url};
  if (folder || isRemote) return {kind: 'folder', path: given(folder) ?? DEFAULT_DATA_DIR};
  return {kind: 'memory'};
}

function readPassword(env: Environment, name: 'STAFF_PASSWORD' | 'TILL_PASSWORD'): string | undefined {
  const value = env[name];
  if (!value) return undefined;
  if (value.length >= SHORTEST_PASSWORD) return value;
  throw new StartError(`${name} needs at least ${String(SHORTEST_PASSWORD)} characters.`);
}

function readLogFormat(value: string | undefined): 'json' | 'auto' {
  if (!value) return 'auto';
  if (value === 'json' || value === 'auto') return value;
  throw new StartError('LOG_FORMAT must be "json", or "auto" for readable lines on a terminal.');
}

function readOrigins(value: string | undefined): readonly string[] {
  const origins = (value ?? '')
    .split(',')
    .map((origin) => origin.trim())
    .filter((origin) => origin !== '');
  const wrong = origins.find((origin) => !URL.canParse(origin) || new URL(origin).origin !== origin);
  if (wrong === undefined) return origins;
  throw new StartError(
    `ALLOWED_ORIGINS must list origins such as https://shop.example, and "${wrong}" is none.`,
  );
}

function readPort(value: string | undefined): number {
  if (value === undefined || value === '') return DEFAULT_PORT;
  const port = /^\d{1,5}$/.test(value) ? Number(value) : Number.NaN;
  if (port <= 65_535) return port;
  throw new StartError(`PORT must be a number from 0 to 65535, and "${value}" is not.`);
}

/** Without a slash at its end. Plain http is for this machine only: amounts and codes travel here. */
function readUrl(env: Environment, name: 'PAYBY_BASE_URL' | 'PUBLIC_URL'): string | undefined {
  const value = env[name];
  if (!value) return undefined;
  const url = URL.canParse(value) ? new URL(value) : undefined;
  const isLocal = url?.hostname === '127.0.0.1' || url?.hostname === 'localhost';
  if (url?.protocol === 'https:' || (url?.protocol === 'http:' && isLocal)) return value.replace(/\/+$/, '');
  throw new StartError(`${name} must be an https address, and "${value}" is not.`);
}

function readPartnerId(value: string): string {
  if (/^\w{1,12}$/.test(value)) return value;
  throw new StartError('PAYBY_PARTNER_ID must be the merchant id of at most 12 letters and digits.');
}

async function readKey(
  name: 'PAYBY_PRIVATE_KEY_FILE' | 'PAYBY_PUBLIC_KEY_FILE',
  env: Environment,
  read: (path: string) => Promise<KeyObject>,
): Promise<KeyObject> {
  try {
    return await read(env[name] ?? '');
  } catch (error) {
    if (error instanceof KeyFileError) throw new StartError(`${name}: ${error.message}.`, {cause: error});
    throw error;
  }
}
