/** The least that an HTTP endpoint must do for a body: read it and say that it was accepted. */
import { createServer } from 'node:http';
import { listen, serveContender } from './serve-contender.ts';

const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    Buffer.concat(chunks);
    response.writeHead(202, { 'Content-Length': 0 }).end();
  });
});

serveContender({ dialect: 'http', port: await listen(server) });
