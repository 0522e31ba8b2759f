import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const binary = process.env.COTE_A_COTE || join(__dirname, '../../target/debug/cote-a-cote');

/** The real binary, on a fresh database of its own. */
export class Server {
  private process?: ChildProcess;
  readonly admin: { identifiant: string; secret: string };

  private constructor(
    private readonly folder: string,
    private readonly port: number,
  ) {
    const { identifiant, secret } = JSON.parse(this.run('create-admin', '--courriel', 'admin@exemple.fr'));
    this.admin = { identifiant, secret };
  }

  static async start(): Promise<Server> {
    const server = new Server(mkdtempSync(join(tmpdir(), 'cote-a-cote-e2e-')), await freePort());
    await server.serve();
    return server;
  }

  get address(): string {
    return `http://localhost:${this.port}`;
  }

  async serve(): Promise<void> {
    const listen = ['serve', '--listen', `127.0.0.1:${this.port}`, ...this.settings()];
    this.process = spawn(binary, listen, { stdio: 'ignore' });
    await until(async () => (await fetch(`${this.address}/api/session`)).ok);
  }

  async stop(): Promise<void> {
    const process = this.process;
    if (process) {
      const gone = new Promise((done) => process.once('exit', done));
      process.kill('SIGTERM');
      await gone;
    }
  }

  async end(): Promise<void> {
    await this.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }

  private run(...args: string[]): string {
    return execFileSync(binary, [...args, ...this.settings()]).toString();
  }

  private settings(): string[] {
    const { folder } = this;
    const database = ['--database', join(folder, 'e2e.db'), '--secret-file', join(folder, 'secret.key')];
    return [...database, '--public-url', this.address, '--tries-address', '100000'];
  }
}

async function freePort(): Promise<number> {
  return new Promise((found, failed) => {
    const socket = createServer().once('error', failed).listen(0, '127.0.0.1', () => {
      const address = socket.address();
      socket.close(() => (address && typeof address === 'object' ? found(address.port) : failed(new Error('no port'))));
    });
  });
}

async function until(ready: () => Promise<boolean>): Promise<void> {
  const end = Date.now() + 20_000;
  while (Date.now() < end) {
    if (await ready().catch(() => false)) return;
    await new Promise((soon) => setTimeout(soon, 50));
  }
  throw new Error('the server did not answer');
}
