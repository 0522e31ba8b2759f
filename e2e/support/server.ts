import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const binary = process.env.COTE_A_COTE || join(__dirname, '../../target/debug/cote-a-cote');

/** An account that a command has made, as it prints it. */
export interface Account {
  role: string;
  prenom?: string;
  identifiant: string;
  secret: string;
}

/** The real binary, on a fresh database of its own. */
export class Server {
  private process?: ChildProcess;
  readonly accounts: Account[];

  private constructor(
    private readonly folder: string,
    private readonly port: number,
    private readonly demonstration: boolean,
    private readonly more: string[],
  ) {
    if (demonstration) this.run('migrate');
    const made = demonstration ? this.run('seed-demo') : this.run('create-admin', '--courriel', 'admin@exemple.fr');
    this.accounts = made.trim().split('\n').map((line) => JSON.parse(line));
  }

  /** With an administrator only, or with the people and the places of the demonstration; with more settings. */
  static async start(demonstration = false, more: string[] = []): Promise<Server> {
    const server = new Server(mkdtempSync(join(tmpdir(), 'cote-a-cote-e2e-')), await freePort(), demonstration, more);
    await server.serve();
    return server;
  }

  get admin(): { identifiant: string; secret: string } {
    const { identifiant, secret } = this.account('administrateur');
    return { identifiant, secret };
  }

  account(role: string, prenom?: string): Account {
    const found = this.accounts.find((one) => one.role === role && (!prenom || one.prenom === prenom));
    if (!found) throw new Error(`no account ${role} ${prenom ?? ''}`);
    return found;
  }

  get address(): string {
    return `http://localhost:${this.port}`;
  }

  async serve(): Promise<void> {
    const listen = ['serve', '--listen', `127.0.0.1:${this.port}`, ...this.settings()];
    this.process = spawn(binary, listen, { stdio: 'ignore' });
    await until(async () => (await fetch(`${this.address}/api/session`)).ok);
  }

  /** Lets it finish what it does. */
  async stop(): Promise<void> {
    await this.leave('SIGTERM');
  }

  /** Lets it finish nothing: `serve` starts another one on the same port and the same database. */
  async kill(): Promise<void> {
    await this.leave('SIGKILL');
  }

  private async leave(signal: NodeJS.Signals): Promise<void> {
    const process = this.process;
    if (process) {
      const gone = new Promise((done) => process.once('exit', done));
      process.kill(signal);
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
    const demonstration = this.demonstration ? ['--demonstration'] : [];
    return [...database, '--public-url', this.address, '--tries-address', '100000', ...demonstration, ...this.more];
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
