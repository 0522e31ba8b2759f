import { createDecipheriv, createECDH, hkdfSync, randomBytes } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A push service and the browser behind it: what the server sends is kept, and opened as a browser would (RFC 8291). */
export class PushService {
  private readonly keys = createECDH('prime256v1');
  private readonly auth = randomBytes(16);
  private readonly heard: Buffer[] = [];
  private server?: Server;

  /** Starts to listen; gives its origin. */
  async open(): Promise<string> {
    this.keys.generateKeys();
    this.server = createServer((request, answer) => {
      const parts: Buffer[] = [];
      request.on('data', (part) => parts.push(part));
      request.on('end', () => {
        this.heard.push(Buffer.concat(parts));
        answer.writeHead(201).end();
      });
    });
    await new Promise<void>((ready) => this.server!.listen(0, '127.0.0.1', ready));
    return this.origin;
  }

  close(): void {
    this.server?.close();
  }

  get origin(): string {
    return `http://127.0.0.1:${(this.server!.address() as AddressInfo).port}`;
  }

  /** What a page says to the server when its browser has subscribed. */
  get subscription(): { endpoint: string; p256dh: string; auth: string } {
    const text = (bytes: Buffer) => bytes.toString('base64url');
    return { endpoint: `${this.origin}/un`, p256dh: text(this.keys.getPublicKey()), auth: text(this.auth) };
  }

  /** What came, in clear. */
  get messages(): string[] {
    return this.heard.map((body) => this.decrypt(body));
  }

  private decrypt(body: Buffer): string {
    const [salt, length] = [body.subarray(0, 16), body[20]];
    const theirs = body.subarray(21, 21 + length);
    const secret = this.keys.computeSecret(theirs);
    const info = Buffer.concat([Buffer.from('WebPush: info\0'), this.keys.getPublicKey(), theirs]);
    const ikm = Buffer.from(hkdfSync('sha256', secret, this.auth, info, 32));
    const derive = (name: string, bytes: number) => Buffer.from(hkdfSync('sha256', ikm, salt, `Content-Encoding: ${name}\0`, bytes));
    const record = body.subarray(21 + length);
    const cipher = createDecipheriv('aes-128-gcm', derive('aes128gcm', 16), derive('nonce', 12));
    cipher.setAuthTag(record.subarray(-16));
    const clear = Buffer.concat([cipher.update(record.subarray(0, -16)), cipher.final()]);
    // The last record ends with a 2, and zeros if there is padding.
    return clear.subarray(0, clear.lastIndexOf(2)).toString();
  }
}
