export const usage = `Heliograph: starts the whole platform on this machine.

Usage: npm start -- [options]
       npm start -- status | logs [NAME] | start NAME | stop NAME | restart NAME | console

Options of a start:
  --port-base N    take the ports N to N+5, in this order: dashboard, backend, SignalR service,
                   collector, sign-in, console; 0 takes any free port for each.
                   Without it: 4200, 7071, 8888, 4318, 5556 and 15888
  --data FOLDER    keep history, keys and logs there; without it .heliograph/N for --port-base N,
                   otherwise .heliograph/default
  --reset          empty the data folder first
  --without NAMES  leave parts out, to run them in a debugger: --without backend,collector.
                   Prints how to start each on the port where the others look for it
  --no-open        do not open the dashboard in a browser
  --logs [NAMES]   also print what the parts print, of all or of some: --logs backend,collector
  --verbose        also print commands, settings (without secrets), process ids and health probes
  --help           this text

Of a platform that runs with the same --port-base or --data:
  status           every resource with its state, health and address; --json for programs
  logs [NAME]      the newest lines of one part or of all; --tail N for how many (200),
                   --follow to go on
  start NAME       start a part that does not run
  stop NAME        stop a part; the others go on
  restart NAME     stop and start it
  console          open the console, with all of this, in a browser; --no-open only shows a code

Parts: signalr, identity, backend, collector, dashboard. Each part's log is in logs/NAME.log of the
data folder. Everything listens on 127.0.0.1 only. A part that dies is started again.

With ConnectionStrings__NAME=… in the environment or in .env.local, the resource of that name is used
where it is, and nothing is started for it: ConnectionStrings__signalr=Endpoint=https://….

Ctrl-C stops everything and exits with 0; a second Ctrl-C does not wait for anybody. Two platforms
run side by side when each has its own --port-base.
`;
