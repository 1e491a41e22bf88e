import { connect, type Socket } from 'node:net';
import { BenchError } from '../bench-error.ts';

export interface HttpReply {
  readonly status: number;
  readonly body: string;
}

export interface HttpRequest {
  readonly method: 'POST' | 'PUT';
  /** With its query. */
  readonly path: string;
  readonly token?: string;
  readonly json?: string;
}

/** A request as bytes, for those who send the same one many times. */
export function httpRequestBytes(port: number, request: HttpRequest): Buffer {
  const { method, path, token, json = '' } = request;
  const lines = [
    `${method} ${path} HTTP/1.1`,
    `Host: 127.0.0.1:${port}`,
    ...(token === undefined ? [] : [`Authorization: Bearer ${token}`]),
    ...(json === '' ? [] : ['Content-Type: application/json']),
    `Content-Length: ${Buffer.byteLength(json)}`,
  ];
  return Buffer.from(`${lines.join('\r\n')}\r\n\r\n${json}`);
}

/** Kept-alive HTTP connections, as many as there are requests under way at once, at most `limit`. */
export class HttpLines {
  readonly #port: number;
  readonly #limit: number;
  readonly #all = new Set<HttpLine>();
  readonly #free: HttpLine[] = [];
  readonly #waiting: PromiseWithResolvers<HttpLine>[] = [];

  constructor(port: number, limit: number) {
    this.#port = port;
    this.#limit = limit;
  }

  async send(request: Buffer): Promise<HttpReply> {
    const line = await this.#take();
    const reply = await line.send(request);
    const next = this.#waiting.shift();
    if (next !== undefined) next.resolve(line);
    else this.#free.push(line);
    return reply;
  }

  close(): void {
    for (const line of this.#all) line.close();
  }

  #take(): HttpLine | Promise<HttpLine> {
    const free = this.#free.pop();
    if (free !== undefined) return free;
    if (this.#all.size < this.#limit) {
      const line = new HttpLine(this.#port);
      this.#all.add(line);
      return line;
    }
    const waiting = Promise.withResolvers<HttpLine>();
    this.#waiting.push(waiting);
    return waiting.promise;
  }
}

/** One connection, one request at a time. */
class HttpLine {
  readonly #socket: Socket;
  #text = '';
  #reply: PromiseWithResolvers<HttpReply> | undefined;

  constructor(port: number) {
    this.#socket = connect({ host: '127.0.0.1', port, noDelay: true });
    this.#socket.setEncoding('latin1');
    this.#socket.on('data', (text: string) => this.#read(text));
    this.#socket.on('error', (error) => this.#reply?.reject(error));
    this.#socket.on('close', () =>
      this.#reply?.reject(new BenchError('child-failed', 'A server hung up on a request')),
    );
  }

  send(request: Buffer): Promise<HttpReply> {
    this.#reply = Promise.withResolvers<HttpReply>();
    this.#socket.write(request);
    return this.#reply.promise;
  }

  close(): void {
    this.#reply = undefined;
    this.#socket.resetAndDestroy();
  }

  #read(text: string): void {
    this.#text += text;
    const reply = readHttpReply(this.#text);
    if (reply === undefined) return;
    this.#text = '';
    this.#reply?.resolve(reply);
  }
}

/** Reads an answer with a length; `undefined` while it is incomplete. */
export function readHttpReply(text: string): HttpReply | undefined {
  const end = text.indexOf('\r\n\r\n');
  if (end < 0) return undefined;
  const head = text.slice(0, end);
  const length = Number(/\r\ncontent-length: *(\d+)/i.exec(head)?.[1] ?? 0);
  const body = text.slice(end + 4);
  if (body.length < length) return undefined;
  return { status: Number(head.slice(9, 12)), body };
}
