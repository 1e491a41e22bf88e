export const usage = `The local Azure SignalR Service, in Serverless mode.

Usage: signalr-emulator start [options]

Options
  -p, --port <number>    port to listen on, 0 for any free one       (default 8888)
  -i, --ip <address>     address to listen on                        (default 127.0.0.1)
      --upstream <url>   where client events go; {hub}, {category} and {event} are filled in.
      --cors <origins>   origins that browsers may call from, between commas  (default: any)
      --relaxed          accept expired tokens and foreign audiences
  -h, --help             show this text

The connection string is printed on a line of its own. Settings come from the environment too:
SIGNALR_ACCESS_KEYS holds one or two access keys between commas, so that they are not on the
command line; without it the published key of Microsoft's emulator is used.
`;
