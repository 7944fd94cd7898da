/** The environment, read once and turned into a configuration, or into one sentence about what is wrong with it. */
import type {KeyObject} from 'node:crypto';
import {KeyFileError, readPrivateKey, readPublicKey} from './payby/keys.js';

const DEFAULT_PORT = 8080;
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
  return {
    port: readPort(env['PORT']),
    host: env['HOST'] ?? '127.0.0.1',
    publicUrl: readUrl(env, 'PUBLIC_URL'),
    gateway: REMOTE_VARIABLES.some((name) => env[name]) ? await remoteGateway(env) : localGateway(env),
  };
}

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
