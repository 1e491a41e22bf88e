export const usage = `The local Azure SignalR Service, in Serverless mode.

Usage
  signalr-emulator start [options]
  signalr-emulator upstream init [-o <folder>] [--force]
  signalr-emulator upstream list [-c <file>]

start
  -p, --port <number>    port to listen on, 0 for any free one       (default 8888)
  -i, --ip <address>     address to listen on                        (default 127.0.0.1)
  -c, --config <file>    settings file with upstream templates, or its folder; taken over again
                         whenever it changes                         (default ./settings.json)
      --upstream <url>   where all client events go, in place of a settings file; {hub},
                         {category} and {event} are filled in
      --cors <origins>   origins that browsers may call from, between commas  (default: any)
      --relaxed          accept expired tokens and foreign audiences
      --tier <name>      refuse and count as this tier does: free, standard or premium
      --units <number>   units of the tier                           (default 1)

upstream init            writes a settings.json that sends all events to a function app
  -o, --output <folder>  where to write it                           (default: here)
      --force            even if there is one
upstream list            shows the templates of a settings file
  -c, --config <file>    the file, or its folder                     (default ./settings.json)

  -h, --help             show this text

The connection string is printed on a line of its own. The running service shows its figures at
/emulator/metrics (Prometheus) and /emulator/metrics.json, its REST API at /emulator/openapi.json.
Settings come from the environment too: SIGNALR_ACCESS_KEYS holds one or two access keys between
commas, so that they are not on the command line; without it the published key of Microsoft's
emulator is used.
`;
