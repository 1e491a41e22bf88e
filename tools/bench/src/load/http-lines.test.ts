import { describe, expect, it } from 'vitest';
import { httpRequestBytes, readHttpReply } from './http-lines.ts';

describe(readHttpReply, () => {
  const answer = 'HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 4\r\n\r\nbody';

  it('waits for the whole answer', () => {
    for (let cut = 0; cut < answer.length; cut += 1) {
      expect(readHttpReply(answer.slice(0, cut))).toBeUndefined();
    }
    expect(readHttpReply(answer)).toEqual({ status: 200, body: 'body' });
  });

  it('takes an answer without a length as one without a body', () => {
    expect(readHttpReply('HTTP/1.1 202 Accepted\r\n\r\n')).toEqual({ status: 202, body: '' });
  });
});

describe(httpRequestBytes, () => {
  it('announces the length of the body in bytes', () => {
    const bytes = httpRequestBytes(80, { method: 'POST', path: '/a', token: 't', json: '"é"' });
    expect(bytes.toString()).toBe(
      [
        'POST /a HTTP/1.1',
        'Host: 127.0.0.1:80',
        'Authorization: Bearer t',
        'Content-Type: application/json',
        'Content-Length: 4',
        '',
        '"é"',
      ].join('\r\n'),
    );
  });
});
