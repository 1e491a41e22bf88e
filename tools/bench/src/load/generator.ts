/** The load generator: a process of its own, so that its work is not counted as a server's. */
import { serveParent } from '../children/parent-link.ts';
import { createConnectLoad } from './connect-load.ts';
import { runFanOut } from './fan-out-load.ts';
import { runLatency } from './latency-load.ts';
import { loadCommandSchema, type LoadCommand } from './load-command.ts';
import { runPost } from './post-load.ts';

const connectLoad = createConnectLoad();

function run(command: LoadCommand): unknown {
  switch (command.name) {
    case 'fan-out':
      return runFanOut(command);
    case 'latency':
      return runLatency(command);
    case 'post':
      return runPost(command);
    case 'connect':
      return connectLoad.connect(command);
    case 'disconnect':
      return connectLoad.disconnect();
  }
}

serveParent(undefined, loadCommandSchema, run);
