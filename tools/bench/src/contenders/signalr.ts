/** Our service as everybody starts it. */
import { startSignalR } from '@heliograph/signalr-emulator';
import { serveContender } from './serve-contender.ts';

const { port, connectionString } = await startSignalR();

serveContender({ dialect: 'signalr', port, connectionString });
